# Recomputes a cohort's numbers from the scores alone and compares: with the library's numbers within 1e-9 (REML 1e-5), with the tables that the tool printed within their six decimals.
#   Rscript agree.R FOLDER      (forms.csv, people.csv, points.txt, rules.csv, full.csv and cohort/tables in it)
suppressMessages({library(survival); library(lme4); library(nlme)})
folder <- commandArgs(trailingOnly = TRUE)[1]
of <- function(...) file.path(folder, ...)
forms <- read.csv(of("forms.csv"), colClasses = c(patient_id = "character"))
people <- read.csv(of("people.csv"), colClasses = "character")
points <- as.integer(sub("day:", "", strsplit(readLines(of("points.txt")), ",")[[1]]))
rules <- read.csv(of("rules.csv"))
forms$arm <- people$arm[match(forms$patient_id, people$patient_id)]

expected <- list()
# Dots before the names: R would else take a column "p" for "point".
say <- function(.table, .group, .level, .topic, .rule, .point, ...) {
  values <- list(...)
  for (column in names(values)) expected[[paste(.table, .group, .level, .topic, .rule, .point, column, sep = "|")]] <<- as.numeric(values[[column]])
}

# A person's baseline is the first score; the rest counts from its day.
courses <- lapply(split(forms, forms$patient_id), function(f) {
  f <- f[order(f$assessed_day), ]
  list(arm = f$arm[1], base = f$score[1], day = f$assessed_day[-1] - f$assessed_day[1], score = f$score[-1])
})
arm <- sapply(courses, `[[`, "arm")
base <- sapply(courses, `[[`, "base")
counts <- base >= rules$minimum
is_met <- function(rule, base, score) if (rule == "response-50") 100 * (base - score) / base >= 50 else score <= rules$remission
remission <- if (rules$instrument == "phq-9") "remission-5" else "remission-7"

newcombe <- function(x1, n1, x2, n2) {
  a <- suppressWarnings(prop.test(x1, n1, correct = FALSE)$conf.int)
  b <- suppressWarnings(prop.test(x2, n2, correct = FALSE)$conf.int)
  p <- x1 / n1
  q <- x2 / n2
  100 * c(p - q - sqrt((p - a[1])^2 + (b[2] - q)^2), p - q + sqrt((a[2] - p)^2 + (q - b[1])^2))
}

levels <- sort(unique(arm), method = "radix")
parts <- c(list(c("all", "all")), lapply(levels, function(level) c("arm", level)))
in_part <- function(part) part[1] == "all" | arm == part[2]

for (day in points) {
  score <- sapply(courses, function(course) { at <- course$score[course$day == day]; if (length(at)) at[1] else NA })
  point <- paste0("day:", day)
  for (rule in c("response-50", remission)) {
    topic <- sub("-.*", "", rule)
    known <- counts & !is.na(score)
    met <- known & is_met(rule, base, score)
    for (part in parts) {
      x <- sum(met & in_part(part))
      n <- sum(known & in_part(part))
      interval <- if (n > 0) 100 * suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int) else c(NA, NA)
      say("rates", part[1], part[2], topic, rule, point, known = n, met = x, low = interval[1], high = interval[2])
    }

    x <- sapply(levels, function(level) sum(met & arm == level))
    n <- sapply(levels, function(level) sum(known & arm == level))
    if (all(n > 0)) {
      ends <- newcombe(x[1], n[1], x[2], n[2])
      say("subgroup-differences", "arm", "", topic, rule, point, difference = 100 * (x[1] / n[1] - x[2] / n[2]), low = ends[1], high = ends[2], fisher_p = fisher.test(rbind(x, n - x))$p.value)
      if (sum(x) > 0 && sum(x) < sum(n)) {
        test <- suppressWarnings(chisq.test(rbind(x, n - x), correct = FALSE))
        say("subgroup-tests", "arm", "", topic, rule, point, chi_square = test$statistic, p = test$p.value)
      }
    }
  }

  say_change <- function(topic, point, before, after) {
    n <- length(before)
    change <- after - before
    quartiles <- quantile(change, c(0.25, 0.5, 0.75), type = 7)
    say(topic, part[1], part[2], topic, "", point, count = n, before_mean = mean(before), before_sd = sd(before), after_mean = mean(after), after_sd = sd(after), change_mean = mean(change), change_sd = sd(change),
      change_median = quartiles[2], change_q1 = quartiles[1], change_q3 = quartiles[3], correlation = if (n > 1 && sd(before) > 0 && sd(after) > 0) cor(before, after) else NA)
    if (n > 2 && sd(before) > 0 && sd(after) > 0) {
      # Becker's change over the SD before, with the exact correction and the large-sample variance (metafor's SMCR).
      d <- exp(lgamma((n - 1) / 2) - lgamma((n - 2) / 2)) / sqrt((n - 1) / 2) * mean(change) / sd(before)
      half <- qnorm(0.975) * sqrt(2 * (1 - cor(before, after)) / n + d^2 / (2 * n))
      say(topic, part[1], part[2], topic, "", point, standardized = d, standardized_low = d - half, standardized_high = d + half)
    }
  }
  for (part in parts) {
    use <- in_part(part) & !is.na(score)
    if (any(use)) say_change("change", point, base[use], score[use])
  }
}

followed <- sapply(courses, function(course) length(course$score) > 0)
for (part in parts) {
  use <- in_part(part) & followed
  say_change("best", "series", base[use], sapply(courses[use], function(course) min(course$score)))
}

# Time from the baseline to the first visit with response; else to the last visit.
onset <- do.call(rbind, lapply(courses[counts & followed], function(course) {
  hit <- which(is_met("response-50", course$base, course$score))
  data.frame(arm = course$arm, time = if (length(hit)) course$day[hit[1]] else max(course$day), event = length(hit) > 0)
}))
for (part in parts) {
  own <- if (part[1] == "all") onset else onset[onset$arm == part[2], ]
  if (nrow(own) == 0) next
  fit <- survfit(Surv(time, event) ~ 1, data = own, conf.type = "log-log")
  # R's curve has no interval where nobody has had an event, and none at 0; nor has the library's.
  say("times", part[1], part[2], "onset", "response-50", "series", count = nrow(own), events = sum(own$event), median = quantile(fit, 0.5)$quantile)
  for (i in seq_along(fit$time)) say("curves", part[1], part[2], "onset", "response-50", fit$time[i], at_risk = fit$n.risk[i], events = fit$n.event[i], without = fit$surv[i],
    standard_error = if (fit$surv[i] > 0) fit$surv[i] * fit$std.err[i] else NA, low = fit$lower[i], high = fit$upper[i])
}
if (length(unique(onset$arm)) == 2 && any(onset$event)) {
  test <- survdiff(Surv(time, event) ~ arm, data = onset)
  say("log-rank", "arm", "", "onset", "response-50", "series", chi_square = test$chisq, p = pchisq(test$chisq, 1, lower.tail = FALSE))
}

# A line over weeks with people's own levels and slopes, by lme4 and by nlme.
long <- do.call(rbind, lapply(names(courses), function(id) data.frame(id = id, week = c(0, courses[[id]]$day) / 7, score = c(courses[[id]]$base, courses[[id]]$score))))
fit <- suppressMessages(lmer(score ~ week + (week | id), data = long, REML = TRUE, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5), calc.derivs = FALSE)))
effects <- coef(summary(fit))
variance <- VarCorr(fit)$id
singular <- isSingular(fit, tol = 1e-4)
model <- list(intercept = effects[1, 1], intercept_se = effects[1, 2], slope = effects[2, 1], slope_se = effects[2, 2], var_residual = sigma(fit)^2, log_likelihood = as.numeric(logLik(fit)),
  var_intercept = variance[1, 1], var_slope = variance[2, 2], covariance = variance[1, 2])
do.call(say, c(list("model", "", "", "", "", ""), model))
second <- try(lme(score ~ week, random = ~ week | id, data = long, method = "REML", control = lmeControl(opt = "optim", reltol = 1e-14, msMaxIter = 500, maxIter = 500)), silent = TRUE)
if (!inherits(second, "try-error") && !singular) {
  gap <- max(abs(fixef(second) - effects[, 1]) / pmax(1, abs(effects[, 1])))
  if (gap > 1e-5) stop("lme4 and nlme do not agree with each other: ", gap)
}

expected <- unlist(expected)
tolerance <- ifelse(startsWith(names(expected), "model|"), 1e-5, 1e-9)
failures <- character()
fail <- function(text) failures <<- c(failures, text)

compare <- function(where, actual, wanted, allowed) {
  if (is.na(wanted) && is.na(actual)) return(invisible())
  if (is.na(wanted) != is.na(actual) || abs(actual - wanted) > allowed) fail(sprintf("%s: %s beside %s of R", where, format(actual, digits = 17), format(wanted, digits = 17)))
}

full <- read.csv(of("full.csv"))
full <- setNames(full$value, full$key)
for (i in seq_along(expected)) {
  key <- names(expected)[i]
  if (!(key %in% names(full))) { if (!is.na(expected[i])) fail(paste("the library has no", key)); next }
  # Of the curve's last step, where nobody is left, R gives no standard error of the logarithm.
  if (endsWith(key, "|standard_error") && is.na(expected[i])) next
  compare(key, full[[key]], expected[[i]], tolerance[i] * max(1, abs(expected[[i]]), na.rm = TRUE))
}

# The tables as the tool printed them.
printed <- list()
read_table <- function(id, key) {
  table <- read.csv(of("cohort/tables", paste0(id, ".csv")), colClasses = "character")
  for (i in seq_len(nrow(table))) {
    start <- key(table[i, ])
    for (column in names(table)) printed[[paste(start, column, sep = "|")]] <<- suppressWarnings(as.numeric(table[i, column]))
  }
}
read_table("rates", function(r) paste("rates", r$group, r$level, r$indicator, r$rule, r$point, sep = "|"))
read_table("changes", function(r) paste("change", r$group, r$level, "change", "", r$point, sep = "|"))
read_table("best-change", function(r) paste("best", r$group, r$level, "best", "", r$point, sep = "|"))
read_table("curves", function(r) paste("curves", r$group, r$level, r$topic, r$rule, r$day, sep = "|"))
read_table("times", function(r) paste("times", r$group, r$level, r$topic, r$rule, "series", sep = "|"))
read_table("log-rank", function(r) paste("log-rank", r$group, "", r$topic, r$rule, "series", sep = "|"))
read_table("subgroup-tests", function(r) paste("subgroup-tests", r$group, "", r$indicator, r$rule, r$point, sep = "|"))
read_table("model", function(r) "model|||||")
# The printed difference is that of the smaller part from the larger; R's is the first from the second.
table <- read.csv(of("cohort/tables/subgroup-differences.csv"), colClasses = "character")
for (i in seq_len(nrow(table))) {
  r <- table[i, ]
  start <- paste("subgroup-differences", r$group, "", r$indicator, r$rule, r$point, sep = "|")
  ends <- suppressWarnings(as.numeric(c(r$difference, r$low, r$high)))
  if (r$level != levels[1]) ends <- -ends[c(1, 3, 2)]
  for (j in 1:3) printed[[paste(start, c("difference", "low", "high")[j], sep = "|")]] <- ends[j]
  printed[[paste(start, "fisher_p", sep = "|")]] <- as.numeric(r$fisher_p)
}

seen <- 0
for (i in seq_along(expected)) {
  key <- names(expected)[i]
  if (!(key %in% names(printed))) { if (!is.na(expected[i]) && !grepl("^subgroup", key)) fail(paste("no table has", key)); next }
  if (endsWith(key, "|standard_error") && is.na(expected[i])) next
  seen <- seen + 1
  compare(paste("printed", key), printed[[key]], expected[[i]], 5.01e-7 + ifelse(tolerance[i] > 1e-6, 1e-5 * max(1, abs(expected[[i]]), na.rm = TRUE), 0))
}

cat(sprintf("%s: %d people, %d numbers of R, %d of them printed, %d differ%s\n", basename(folder), length(courses), length(expected), seen, length(failures), if (singular) "; the model is singular" else ""))
if (length(failures)) {
  writeLines(head(failures, 20))
  quit(status = 1)
}
