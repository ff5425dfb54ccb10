# R agrees with all digits: closed forms to 1e-9, the mixed model to 1e-5.
#   Rscript tests/Notebooks/agree.R FOLDER
# FOLDER is what samples/cohort.cs wrote: tables/exact.csv has Wilson's intervals and Kaplan-Meier curves unrounded, beside the tidy tables that they rest on.
# The mixed model and the log-rank test are compared on a made-up clinic in which levels and slopes differ between people: on the demo clinic they do not.
arguments <- commandArgs(FALSE)
root <- dirname(dirname(dirname(normalizePath(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)[1])))))
source(file.path(root, "samples", "r", "ketamine_outcomes.R"))
suppressPackageStartupMessages({
  library(survival)
  library(lme4)
  library(nlme)
})
folder <- file.path(commandArgs(TRUE)[1], "tables")
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), colClasses = "character", na.strings = "")

compared <- 0
agrees <- function(what, ours, r, tolerance) {
  if (length(ours) != length(r) || anyNA(ours) || anyNA(r)) stop(what, ": not the same numbers: ", length(ours), " and ", length(r))
  away <- abs(ours - r) > tolerance * pmax(1, abs(r))
  if (any(away)) stop(what, ": the library has ", format(ours[away][1], digits = 15), ", R ", format(r[away][1], digits = 15))
  compared <<- compared + length(ours)
}

# --- Closed forms
exact <- read("exact")
rates <- read("rates")
for (end in c("low", "high")) {
  own <- exact[exact$method == "wilson" & exact$name == end, ]
  for (i in seq_len(nrow(own))) {
    row <- rates[rates$group == "all" & rates$instrument == "phq-9" & rates$scale == "total" & rates$rule == own$rule[i] & rates$point == own$at[i], ]
    interval <- suppressWarnings(prop.test(as.numeric(row$met), as.numeric(row$known), correct = FALSE)$conf.int)
    agrees(paste("Wilson", own$rule[i], own$at[i], end), as.numeric(own$value[i]), interval[if (end == "low") 1 else 2], 1e-9)
  }
}
times <- read("adtte")
curves <- exact[exact$method == "kaplan-meier", ]
for (key in unique(paste(curves$topic, curves$rule))) {
  own <- times[times$PARAM == paste("phq-9/total", key), ]
  fit <- summary(survfit(Surv(as.numeric(AVAL), CNSR == "0") ~ 1, data = own, conf.type = "log-log"), censored = TRUE)
  ours <- function(name) {
    rows <- curves[paste(curves$topic, curves$rule) == key & curves$name == name, ]
    setNames(as.numeric(rows$value), rows$at)
  }
  inside <- fit$surv > 0 & fit$surv < 1
  agrees(paste(key, "days"), as.numeric(names(ours("without"))), fit$time, 1e-9)
  agrees(paste(key, "without"), ours("without"), fit$surv, 1e-9)
  agrees(paste(key, "standard error"), ours("standard_error")[inside], fit$std.err[inside], 1e-9)
  agrees(paste(key, "low"), ours("low")[inside], fit$lower[inside], 1e-9)
  agrees(paste(key, "high"), ours("high")[inside], fit$upper[inside], 1e-9)
}
closed <- compared
if (closed < 100) stop("only ", closed, " closed forms were compared")

# --- REML, and log-rank, on a made-up clinic: sixty people, a MADRS a week for eight weeks, levels and slopes of their own. Nobody's data.
set.seed(20261123)
people <- sprintf("%03d", 1:60)
site <- rep(c("north", "south"), 30)
level <- rnorm(60, 34, 5)
slope <- rnorm(60, ifelse(site == "north", -2.4, -1.2), 1)
forms <- do.call(rbind, lapply(seq_along(people), function(i) {
  week <- 0:8
  score <- pmin(60, pmax(0, round(level[i] + slope[i] * week + rnorm(9, 0, 2.5))))
  data.frame(patient_id = people[i], instrument = "madrs", assessed_at = as.Date("2026-01-05") + 7 * week, timing = "pre", score = score)[c(TRUE, runif(8) > 0.1), ]
}))
doses <- expand.grid(given_at = as.Date("2026-01-05") + 7 * 0:5, patient_id = people)
doses$kind <- "induction"
clinic <- ko_cohort(forms, doses, people = data.frame(patient_id = people, site = site), primary = "madrs")
model <- clinic$tables$model
model <- model[model$instrument == "madrs" & model$scale == "total", ]
if (nrow(model) != 1 || model$warning != "") stop("the made-up clinic should have one model, and not a singular one")
scores <- clinic$tables$adqs
scores$week <- ifelse(scores$ADY > 0, scores$ADY - 1, scores$ADY) / 7
ours <- unlist(model[c("intercept", "slope", "intercept_se", "slope_se", "var_intercept", "var_slope", "covariance", "var_residual", "log_likelihood")])
tight <- lmer(AVAL ~ week + (week | USUBJID), scores, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
agrees("lme4", unname(ours), c(unname(fixef(tight)), sqrt(diag(as.matrix(vcov(tight)))), VarCorr(tight)[[1]][c(1, 4, 2)], sigma(tight)^2, as.numeric(logLik(tight))), 1e-5)
# nlme stops a little earlier, and is another program.
other <- lme(AVAL ~ week, random = ~ week | USUBJID, data = scores, method = "REML", control = lmeControl(msTol = 1e-12, tolerance = 1e-12, niterEM = 200, msMaxIter = 500))
spread <- getVarCov(other)
agrees("nlme", unname(ours), c(unname(fixef(other)), sqrt(diag(vcov(other))), spread[1, 1], spread[2, 2], spread[1, 2], other$sigma^2, as.numeric(logLik(other))), 1e-4)

tests <- clinic$tables[["log-rank"]]
tests <- tests[tests$group == "site", ]
if (nrow(tests) == 0) stop("no log-rank test between the sites")
times <- clinic$tables$adtte
times$site <- site[match(times$USUBJID, people)]
for (i in seq_len(nrow(tests))) {
  own <- times[times$PARAM == paste0(tests$instrument[i], "/", tests$scale[i], " ", tests$topic[i], " ", tests$rule[i]), ]
  r <- survdiff(Surv(AVAL, CNSR == 0) ~ site, own)
  # The table has six decimals.
  agrees(paste("log-rank", tests$topic[i], tests$rule[i]), c(tests$chi_square[i], tests$p[i]), c(r$chisq, pchisq(r$chisq, 1, lower.tail = FALSE)), 1e-6)
}
cat(closed, "closed forms agree with R", as.character(getRversion()), "to 1e-9, the mixed model with lme4", as.character(packageVersion("lme4")), "to 1e-5 and with nlme", as.character(packageVersion("nlme")), "to 1e-4,", nrow(tests), "log-rank tests to 1e-6\n")
