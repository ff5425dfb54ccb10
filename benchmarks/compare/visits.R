# R data.table's side of response, remission and reliable change in report.sh: Rscript visits.R FOLDER PATIENTS THREADS...
# From visits.csv to a CSV of the states, held against visits-expected.csv (those columns of what the library's tool wrote) byte by byte before a time counts. The tool writes more: score, baseline, change, percentage and reasons. The numbers are those of the library's rules:
# response-50 (>= 50 %, raw), remission-5 (< 5), both from a baseline of 10; jacobson-truax (standard error 2.5, critical 1.96, cut-off b 9.7).
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(TRUE)
folder <- arguments[1]
patients <- as.integer(arguments[2])
out <- file.path(folder, "visits-r.csv")

work <- function() {
  visits <- fread(file.path(folder, "visits.csv"), col.names = c("patient_id", "day", "score"))
  visits[, base := score[1L], by = patient_id]
  later <- visits[day > 0L]
  edge <- 1.96 * sqrt(2) * 2.5
  later[, `:=`(
    response = fifelse(base < 10L, "not-applicable", fifelse(2L * score <= base, "met", "not-met")),
    remission = fifelse(base < 10L, "not-applicable", fifelse(score < 5L, "met", "not-met")),
    change = fifelse(base - score > edge, fifelse(base > 9.7 & score < 9.7, "recovered", "improved"),
      fifelse(score - base > edge, fifelse(base < 9.7 & score > 9.7, "harmed", "deteriorated"), "unchanged")))]
  fwrite(later[, .(patient_id, day, response, remission, change)], out, col.names = FALSE)
}

for (threads in as.integer(arguments[-(1:2)])) {
  setDTthreads(threads)
  seconds <- min(sapply(1:2, function(round) system.time(work())[["elapsed"]]))
  if (system2("cmp", c("-s", out, file.path(folder, "visits-expected.csv"))) != 0) stop("visits: other answers than the library's")
  cat("visits", "R data.table", threads, format(patients, scientific = FALSE), paste0(seconds, "\n"), sep = "\t", file = file.path(folder, "results.tsv"), append = TRUE)
}
