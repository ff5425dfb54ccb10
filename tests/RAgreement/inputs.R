# Real data (../shared/data) and made-up clinics (seeds) as tables that the tool reads: forms.csv, people.csv, points.txt and rules.csv in a folder each.
#   Rscript inputs.R SHARED OUT SEED...
arguments <- commandArgs(trailingOnly = TRUE)
shared <- arguments[1]
out <- arguments[2]

write_case <- function(name, instrument, scores, points, minimum, remission) {
  # One score a person and day, nothing without a score; the first is the baseline.
  scores <- scores[!is.na(scores$score) & !is.na(scores$day), ]
  scores <- scores[order(scores$id, scores$day), ]
  scores <- scores[!duplicated(scores[c("id", "day")]), ]
  folder <- file.path(out, name)
  dir.create(folder, recursive = TRUE)
  forms <- data.frame(patient_id = scores$id, instrument = instrument, assessed_day = scores$day, score = scores$score)
  people <- unique(data.frame(patient_id = scores$id, arm = scores$arm))
  stopifnot(!anyDuplicated(people$patient_id), length(unique(people$arm)) == 2)
  write.csv(forms, file.path(folder, "forms.csv"), row.names = FALSE, quote = FALSE)
  write.csv(people, file.path(folder, "people.csv"), row.names = FALSE, quote = FALSE)
  writeLines(paste(paste0("day:", points), collapse = ","), file.path(folder, "points.txt"))
  write.csv(data.frame(instrument = instrument, minimum = minimum, remission = remission), file.path(folder, "rules.csv"), row.names = FALSE, quote = FALSE)
}

if (dir.exists(shared)) {
  reframed <- read.csv(file.path(shared, "data/reframed_phq9_hamd_long.csv"))
  reframed$month <- suppressWarnings(as.integer(reframed$month))
  # Prorated halves and one total above 27 are no totals that answers give: the tool refuses them, and here they are left out.
  reframed$phq9[!is.na(reframed$phq9) & (reframed$phq9 != round(reframed$phq9) | reframed$phq9 > 27)] <- NA
  # PHQ-9 remission is a score below 5: 4 or less, of whole numbers.
  write_case("reframed", "phq-9", data.frame(id = reframed$patient, day = 30 * reframed$month, score = reframed$phq9, arm = gsub("[^A-Za-z]", "", reframed$grp)), c(30, 90, 180, 360), 10, 4)

  reisby <- read.csv(file.path(shared, "data/reisby_hamd_long.csv"))
  write_case("reisby", "ham-d17", data.frame(id = reisby$subject, day = 7 * reisby$week, score = reisby$depression, arm = ifelse(reisby$endogenous == 1, "endogenous", "other")), c(7, 14, 21, 28, 35), 15, 7)

  dia <- read.csv(file.path(shared, "data/rbmi_antidepressant_hamd17.csv"))
  first <- dia[!duplicated(dia$PATIENT), ]
  dia <- rbind(
    data.frame(id = first$PATIENT, day = 0, score = first$BASVAL, arm = first$THERAPY),
    data.frame(id = dia$PATIENT, day = 7 * as.integer(factor(dia$VISIT)), score = dia$HAMDTL17, arm = dia$THERAPY))
  write_case("dia", "ham-d17", dia, c(7, 14, 21, 28), 15, 7)
}

for (seed in arguments[-(1:2)]) {
  set.seed(as.integer(seed))
  people <- sample(c(12, 40, 150), 1)
  rows <- do.call(rbind, lapply(seq_len(people), function(i) {
    arm <- sample(c("im", "iv"), 1)
    base <- sample(8:27, 1)
    level <- rnorm(1, 0, 3)
    slope <- rnorm(1, if (arm == "iv") -1.6 else -1.1, 0.8)
    stay <- sample(0:8, 1, prob = c(1, rep(1, 7), 6))
    week <- seq_len(8)[seq_len(8) <= stay & runif(8) > 0.15]
    score <- pmin(27, pmax(0, round(base + level + slope * week + rnorm(length(week), 0, 2))))
    data.frame(id = sprintf("p%03d", i), day = c(0, 7 * week), score = c(base, score), arm = arm)
  }))
  if (length(unique(rows$arm)) == 2) write_case(paste0("seed-", seed), "phq-9", rows, c(7, 28, 56), 10, 4)
}
