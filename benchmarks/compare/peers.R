# R's side of report.sh: Rscript peers.R FOLDER ROWS [THREADS]. data.table and dplyr on integer columns in memory, each by the quickest of several forms that were tried.
# The missing-item rule is the definition's: any answer outside 0 to 3 makes the form invalid, else any missing answer incomplete.
arguments <- commandArgs(TRUE)
folder <- arguments[1]
rows <- as.integer(arguments[2])
has <- function(package) suppressPackageStartupMessages(require(package, character.only = TRUE, quietly = TRUE))
say <- function(file, ...) cat(..., sep = "\t", file = file.path(folder, file), append = TRUE)
say("facts.tsv", "R", paste0(paste(R.version$major, R.version$minor, sep = "."), "\n"))

connection <- file(file.path(folder, "answers.bin"), "rb")
items <- paste0("item", 1:9)
forms <- setNames(lapply(items, function(item) {
  column <- readBin(connection, "integer", rows, size = 1, signed = TRUE)
  column[column == -1L] <- NA_integer_
  column
}), items)
close(connection)
expected <- readBin(file.path(folder, "codes.bin"), "raw", 3 * rows)
none <- function(column) { column[is.na(column)] <- 255L; column }

measure <- function(subject, threads, work, rounds = 3) {
  result <- work()
  codes <- as.raw(c(result$status, none(result$score), none(result$severity)))
  if (!identical(codes, expected)) stop(subject, ": other answers than the library's")
  rm(result, codes)
  seconds <- min(sapply(seq_len(rounds), function(round) { gc(FALSE); system.time(work())[["elapsed"]] }))
  say("results.tsv", "peers", subject, threads, format(rows, scientific = FALSE), paste0(seconds, "\n"))
}

if (has("data.table")) {
  say("facts.tsv", "R data.table", paste0(packageVersion("data.table"), "\n"))
  table <- as.data.table(forms)
  by_table <- function() table[, {
    total <- item1 + item2 + item3 + item4 + item5 + item6 + item7 + item8 + item9
    lowest <- pmin(item1, item2, item3, item4, item5, item6, item7, item8, item9, na.rm = TRUE)
    highest <- pmax(item1, item2, item3, item4, item5, item6, item7, item8, item9, na.rm = TRUE)
    wrong <- lowest < 0L | highest > 3L
    wrong <- wrong & !is.na(wrong)
    score <- fifelse(wrong, NA_integer_, total)
    list(status = fifelse(wrong, 4L, fifelse(is.na(total), 3L, 1L)), score = score, severity = findInterval(score, c(5L, 10L, 15L, 20L)))
  }]
  cores <- if (length(arguments) > 2) as.integer(arguments[3]) else max(1L, parallel::detectCores())
  for (threads in unique(c(1L, cores))) {
    setDTthreads(threads)
    measure("R data.table", threads, by_table)
  }
} else {
  say("absent.tsv", "R data.table", "the package is not installed (Debian: r-cran-data.table)\n")
}

if (has("dplyr")) {
  say("facts.tsv", "R dplyr", paste0(packageVersion("dplyr"), "\n"))
  frame <- as_tibble(forms)
  measure("R dplyr", 1L, function() frame %>% transmute(
    total = item1 + item2 + item3 + item4 + item5 + item6 + item7 + item8 + item9,
    lowest = pmin(item1, item2, item3, item4, item5, item6, item7, item8, item9, na.rm = TRUE),
    highest = pmax(item1, item2, item3, item4, item5, item6, item7, item8, item9, na.rm = TRUE),
    wrong = lowest < 0L | highest > 3L,
    wrong = wrong & !is.na(wrong),
    status = if_else(wrong, 4L, if_else(is.na(total), 3L, 1L)),
    score = if_else(wrong, NA_integer_, total),
    severity = findInterval(score, c(5L, 10L, 15L, 20L))))
} else {
  say("absent.tsv", "R dplyr", "the package is not installed (Debian: r-cran-dplyr)\n")
}
