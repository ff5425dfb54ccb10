# The demo clinic in R: what the tool counts, worked out again in R, and drawn with base graphics. It stops where the two differ.
#   Rscript samples/r/cohort.R OUTPUT
# OUTPUT is the folder for the figures (PNG). Needs survival and lme4; ketamine_outcomes.R says how the tool is found.
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1])))
source(file.path(here, "ketamine_outcomes.R"))
suppressPackageStartupMessages({
  library(survival)
  library(lme4)
})
output <- commandArgs(TRUE)[1]
if (is.na(output)) stop("usage: Rscript cohort.R OUTPUT")
dir.create(output, showWarnings = FALSE, recursive = TRUE)

read <- function(name) read.csv(file.path(dirname(here), "demo", name), colClasses = "character", na.strings = "")
assessments <- read("assessments.csv")
infusions <- read("infusions.csv")
events <- read("events.csv")
points <- c("infusion:1", "infusion:2", "infusion:4", "end-of-induction", "last")
clinic <- ko_cohort(assessments, infusions, events, at = points, primary = "phq-9")
tables <- clinic$tables
answers <- ko_assess(assessments, infusions, events, at = points, primary = "phq-9")

compared <- 0
# The tables have six decimals (percentages one), so that a number of theirs lies within half of the last decimal of R's; 1e-9 is for R's own last bits.
agrees <- function(what, tool, r, decimals = 6, relative = 0) {
  if (length(tool) != length(r)) stop(what, ": ", length(tool), " in the tool's table, ", length(r), " in R")
  away <- is.na(tool) != is.na(r) | (!is.na(tool) & !is.na(r) & abs(tool - r) > pmax(0.5 * 10^-decimals + 1e-9, relative * pmax(1, abs(r))))
  if (any(away)) stop(what, ": the tool has ", tool[away][1], ", R ", r[away][1])
  compared <<- compared + length(tool)
}
everybody <- function(name, ...) {
  frame <- tables[[name]]
  frame <- frame[frame$group == "all", ]
  wanted <- list(...)
  for (column in names(wanted)) frame <- frame[frame[[column]] == wanted[[column]], ]
  frame
}

# --- Response and remission, judged by R from the scores at each point. The numbers are those of the definitions' default entries.
rules <- list(
  list(instrument = "phq-9", least = 10, remission = "remission-5", remitted = function(score) score < 5),
  list(instrument = "madrs", least = 20, remission = "remission-10", remitted = function(score) score <= 10)
)
of_point <- function(instrument, indicator, point) {
  rows <- answers[answers$instrument == instrument & answers$scale == "total" & answers$indicator == indicator & answers$point == point & answers$series == 1 & answers$course_id == "1", ]
  setNames(rows$value, rows$patient_id)
}
wilson <- function(met, known) {
  z <- qnorm(0.975)
  p <- met / known
  centre <- (p + z^2 / (2 * known)) / (1 + z^2 / known)
  half <- z / (1 + z^2 / known) * sqrt(p * (1 - p) / known + z^2 / (4 * known^2))
  100 * c(centre - half, centre + half)
}
half_up <- function(x) floor(10 * x + 0.5 + 1e-9) / 10
for (rule in rules) {
  for (point in points) {
    score <- of_point(rule$instrument, "score", point)
    baseline <- of_point(rule$instrument, "baseline", point)[names(score)]
    usable <- !is.na(score) & !is.na(baseline) & baseline >= rule$least
    judged <- list("response-50" = 2 * score[usable] <= baseline[usable])
    judged[[rule$remission]] <- rule$remitted(score[usable])
    for (name in names(judged)) {
      row <- everybody("rates", instrument = rule$instrument, scale = "total", rule = name, point = point)
      met <- sum(judged[[name]])
      known <- length(judged[[name]])
      what <- paste(rule$instrument, name, point)
      agrees(paste(what, "known"), row$known, known)
      agrees(paste(what, "met"), row$met, met)
      agrees(paste(what, "percent"), row$percent, if (known > 0) half_up(100 * met / known) else NA_real_)
      interval <- if (known > 0) wilson(met, known) else c(NA_real_, NA_real_)
      agrees(paste(what, "low"), row$low, interval[1])
      agrees(paste(what, "high"), row$high, interval[2])
      # R's own score interval, but for its ends at 0 and 1.
      if (known > 0) agrees(paste(what, "prop.test"), c(row$low, row$high), 100 * suppressWarnings(prop.test(met, known, correct = FALSE)$conf.int[1:2]))
      agrees(paste(what, "worst"), row$worst_percent, half_up(100 * met / row$due))
      agrees(paste(what, "best"), row$best_percent, half_up(100 * (met + row$due - known) / row$due))
    }
  }
}

# --- Change to the best score, from the tidy scores.
scores <- tables$adqs
better_down <- c("phq-9/total", "madrs/total", "gad-7/total", "wsas/total")
for (param in better_down) {
  own <- scores[scores$PARAM == param & scores$AVISITN > 0 & !is.na(scores$BASE), ]
  best <- tapply(own$AVAL, own$USUBJID, min)
  before <- tapply(own$BASE, own$USUBJID, function(x) x[1])[names(best)]
  change <- best - before
  row <- everybody("best-change", instrument = sub("/total", "", param), scale = "total")
  agrees(paste(param, "best change"), unlist(row[c("count", "before_mean", "before_sd", "after_mean", "after_sd", "change_mean", "change_sd", "change_median", "change_q1", "change_q3", "correlation")], use.names = FALSE),
    c(length(best), mean(before), sd(before), mean(best), sd(best), mean(change), sd(change), median(change), quantile(change, c(0.25, 0.75), names = FALSE), cor(before, best)))
  improvement <- -100 * change[before > 0] / before[before > 0]
  steps <- everybody("cumulative-response", instrument = sub("/total", "", param), scale = "total", point = "series")
  agrees(paste(param, "cumulative response"), steps$count, vapply(steps$at_least, function(step) sum(improvement >= step - 1e-9), 0))
}

# --- Kaplan-Meier with survival, from the tidy times.
times <- tables$adtte
curve_of <- function(own) survfit(Surv(AVAL, CNSR == 0) ~ 1, data = own, conf.type = "log-log")
for (param in unique(times$PARAM)) {
  own <- times[times$PARAM == param, ]
  fit <- summary(curve_of(own), censored = TRUE)
  words <- strsplit(param, " ", fixed = TRUE)[[1]]
  place <- strsplit(words[1], "/", fixed = TRUE)[[1]]
  rows <- everybody("curves", instrument = place[1], scale = place[2], topic = words[2], rule = words[3])
  agrees(paste(param, "day"), rows$day, fit$time)
  agrees(paste(param, "at risk"), rows$at_risk, fit$n.risk)
  agrees(paste(param, "events"), rows$events, fit$n.event)
  agrees(paste(param, "censored"), rows$censored, fit$n.censor)
  agrees(paste(param, "without"), rows$without, fit$surv)
  # Where the share is 0 or 1 there is no interval on this scale; R gives a standard error of none, the tool of 0.
  inside <- fit$surv > 0 & fit$surv < 1
  agrees(paste(param, "standard error"), rows$standard_error[inside], fit$std.err[inside])
  agrees(paste(param, "low"), rows$low[inside], fit$lower[inside])
  agrees(paste(param, "high"), rows$high[inside], fit$upper[inside])
  row <- everybody("times", instrument = place[1], scale = place[2], topic = words[2], rule = words[3])
  agrees(paste(param, "count"), c(row$count, row$events), c(nrow(own), sum(own$CNSR == 0)))
  agrees(paste(param, "median"), c(row$median, row$low, row$high), unname(quantile(curve_of(own), 0.5)[c("quantile", "lower", "upper")] |> unlist()))
}

# --- The mixed model with lme4. On the demo clinic people's levels and slopes cannot be told apart (singular), so that only the fixed effects and the likelihood
# have one answer; tests/Notebooks/agree.R compares the variances on data that have one.
scores$week <- ifelse(scores$ADY > 0, scores$ADY - 1, scores$ADY) / 7
for (row in seq_len(nrow(tables$model))) {
  model <- tables$model[row, ]
  own <- scores[scores$PARAM == paste0(model$instrument, "/", model$scale) & !is.na(scores$week), ]
  # It warns that the fit is singular, as the table does.
  fit <- suppressMessages(lmer(AVAL ~ week + (week | USUBJID), own, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10), check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore")))
  agrees(paste(model$instrument, "scores"), c(model$people, model$scores), c(length(unique(own$USUBJID)), nrow(own)))
  agrees(paste(model$instrument, "fixed effects"), c(model$intercept, model$slope), unname(fixef(fit)), relative = 1e-5)
  agrees(paste(model$instrument, "standard errors"), c(model$intercept_se, model$slope_se), unname(sqrt(diag(as.matrix(vcov(fit))))), relative = 1e-5)
  agrees(paste(model$instrument, "log-likelihood"), model$log_likelihood, as.numeric(logLik(fit)), relative = 1e-5)
  if (model$warning == "") agrees(paste(model$instrument, "variances"), c(model$var_intercept, model$var_slope, model$covariance, model$var_residual), c(VarCorr(fit)[[1]][c(1, 4, 2)], sigma(fit)^2), relative = 1e-5)
}
cat(compared, "numbers of the tool's tables agree with R", as.character(getRversion()), "(survival", as.character(packageVersion("survival")), "and lme4", paste0(as.character(packageVersion("lme4")), ")\n"))

# --- Figures. Colours are Okabe and Ito's, which the colour-blind can tell apart; each also has a mark of its own.
blue <- "#0072B2"
orange <- "#D55E00"
page <- function(name, width, height, code) {
  png(file.path(output, name), width = width, height = height, res = 150, type = "cairo")
  on.exit(dev.off())
  par(mar = c(4.5, 4.5, 3, 1), las = 1, cex = 0.85, bty = "l")
  force(code)
}
rates <- everybody("rates", instrument = "phq-9", scale = "total")
page("rates.png", 1200, 800, {
  at <- seq_along(points)
  plot(NA, xlim = c(0.7, length(points) + 0.3), ylim = c(0, 100), xaxt = "n", xlab = "", ylab = "% of those seen", main = "PHQ-9: response and remission, with Wilson's intervals")
  abline(h = seq(0, 100, 25), col = "grey88")
  axis(1, at, gsub("[:-]", " ", points), tick = FALSE)
  for (rule in list(list("response-50", blue, 19, -0.08), list("remission-5", orange, 17, 0.08))) {
    own <- rates[rates$rule == rule[[1]], ]
    own <- own[match(points, own$point), ]
    segments(at + rule[[4]], own$low, at + rule[[4]], own$high, col = rule[[2]], lwd = 2)
    points(at + rule[[4]], own$percent, col = rule[[2]], pch = rule[[3]], cex = 1.4)
    text(at + rule[[4]], own$high, paste0(own$met, "/", own$known), pos = 3, cex = 0.8)
  }
  legend("topleft", c("response (at most half of the baseline)", "remission (below 5)"), col = c(blue, orange), pch = c(19, 17), bty = "n")
})
onset <- times[times$PARAM == "phq-9/total onset response-50", ]
page("survival.png", 1200, 800, {
  curve <- curve_of(onset)
  par(mar = c(7, 7, 3, 1))
  plot(curve, mark.time = TRUE, col = blue, lwd = c(2.5, 1, 1), lty = c(1, 3, 3), xlab = "", ylab = "not yet in response", main = "PHQ-9: time to response, seen at a visit", ylim = c(0, 1))
  mtext("days from the first infusion", 1, 2.5, cex = 0.85)
  ticks <- axTicks(1)
  mtext(vapply(ticks, function(day) sum(onset$AVAL >= day), 0), 1, 4.5, at = ticks, cex = 0.8)
  mtext("at risk", 1, 4.5, at = -0.06 * max(ticks), adj = 1, cex = 0.8)
})
page("waterfall.png", 1200, 800, {
  own <- scores[scores$PARAM == "phq-9/total" & scores$AVISITN > 0 & !is.na(scores$PCHG), ]
  best <- sort(tapply(own$PCHG, own$USUBJID, min), decreasing = TRUE)
  barplot(best, col = ifelse(best <= -50, blue, "grey75"), border = NA, names.arg = rep("", length(best)), ylim = c(-100, max(0, best)), ylab = "% of the baseline", main = paste0("PHQ-9: best change after the baseline, ", length(best), " people"))
  abline(h = -50, lty = 2)
  legend("bottomleft", c("at most half of the baseline", "above half"), fill = c(blue, "grey75"), border = NA, bty = "n")
})
page("trajectories.png", 1200, 800, {
  own <- scores[scores$PARAM == "phq-9/total" & !is.na(scores$week), ]
  plot(NA, xlim = range(own$week), ylim = c(0, 27), xlab = "weeks from the first infusion", ylab = "PHQ-9 total", main = "PHQ-9: everybody, and the mixed model's straight line")
  for (person in split(own, own$USUBJID)) lines(person$week, person$AVAL, col = "#00000040")
  model <- tables$model[tables$model$instrument == "phq-9" & tables$model$scale == "total", ]
  abline(model$intercept, model$slope, col = orange, lwd = 3)
})
cat("figures:", paste(sort(list.files(output, pattern = "\\.png$")), collapse = " "), "\n")
