# Tests of ketamine_outcomes.R: Rscript samples/r/test_ketamine_outcomes.R, with KETAMINE_OUTCOMES_TOOL naming the tool.
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1])))
source(file.path(here, "ketamine_outcomes.R"))

passed <- 0
failed <- 0
test <- function(name, code) {
  caught <- tryCatch({ force(code); NULL }, error = function(e) conditionMessage(e), warning = function(w) paste("warning:", conditionMessage(w)))
  if (is.null(caught)) passed <<- passed + 1 else { failed <<- failed + 1; cat("FAILED ", name, ": ", caught, "\n", sep = "") }
}
same <- function(got, wanted) if (!identical(got, wanted)) stop("got ", paste(format(got), collapse = " | "), " and not ", paste(format(wanted), collapse = " | "), call. = FALSE)
stops <- function(code, pattern) {
  said <- tryCatch({ force(code); "nothing" }, error = function(e) conditionMessage(e))
  if (!grepl(pattern, said)) stop("said ", said, " and not ", pattern, call. = FALSE)
}
warned <- function(code, pattern) {
  said <- character()
  value <- withCallingHandlers(code, warning = function(w) { said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning") })
  if (!any(grepl(pattern, said))) stop("warned of ", paste(said, collapse = " "), " and not of ", pattern, call. = FALSE)
  value
}
demo <- function(name) read.csv(file.path(dirname(here), "demo", name), colClasses = "character", na.strings = "", check.names = FALSE)
items <- paste0("item", 1:9)
# PHQ-9 forms, one of nine answers an id.
forms <- function(ids, ...) {
  frame <- as.data.frame(rbind(...))
  names(frame) <- items
  frame$patient_id <- ids
  frame
}
total <- function(frame) frame[frame$scale == "total", ]
score <- function(frame, ...) total(ko_score(frame, "phq-9", keep = "patient_id", ...))
ones <- rep(1, 9)

test("ids that look like numbers or like nothing stay what they are", {
  ids <- c("007", "NA", "nan", "1e5", " x", "None", "TRUE")
  scores <- score(do.call(forms, c(list(ids), rep(list(ones), 7))))
  same(scores$patient_id, ids)
  same(ko_number(scores$score), rep(9, 7)) # nine times 1
})
test("text of any kind comes back unchanged", {
  ids <- c("a \"quoted\" one", "comma, semicolon; tab\t", "two\nlines", "Zo\u00eb \u2013 \u60a3\u8005", "=1+1", "", "it's")
  same(score(do.call(forms, c(list(ids), rep(list(ones), 7))))$patient_id, ids)
})
test("factors are their labels and not their codes", {
  frame <- forms(factor(c("b", "a")), c(3, 2, 1, 0, 3, 2, 1, 0, 3), ones)
  frame$item1 <- factor(frame$item1, levels = c(3, 1))
  scores <- score(frame)
  same(scores$patient_id, c("b", "a"))
  same(ko_number(scores$score), c(15, 9)) # 3+2+1+0+3+2+1+0+3
})
test("a gap is a gap, whatever the type", {
  for (gap in list(NA, NA_integer_, NA_real_, NaN, NA_character_, "")) {
    frame <- forms("a", ones)
    frame$item2 <- gap
    same(score(frame)$issues, "item-missing:item2")
  }
})
test("a word and a number in one column stay text, and a column of numbers is one", {
  scores <- ko_score(forms("a", ones), "phq-9", keep = "patient_id")
  same(scores$score[scores$scale %in% c("total", "major-depressive-pattern")], c("9", "not-met"))
  same(ko_score(forms(c("a", "b"), ones, replace(ones, 3, NA)), "phq-9", keep = "patient_id", wide = TRUE)$total, c(9, NA))
})
test("no form gives the columns and no row", {
  scores <- score(forms("a", ones)[0, ])
  same(nrow(scores), 0L)
  same("score" %in% names(scores), TRUE)
})
test("a row that cannot be used is said and the others are answered", {
  scores <- warned(ko_score(forms(c("a", "b"), replace(ones, 1, 7), ones), "phq-9", keep = "patient_id"), "^forms.csv:2: item1: item-out-of-range")
  same(total(scores)$status, c("invalid", "scored"))
  same(any(grepl("item-out-of-range", attr(scores, "messages"))), TRUE)
})
test("an unusable input stops with what the tool says", {
  stops(ko_score(data.frame(item1 = 1), "phq-9"), "column-missing")
  stops(ko_score(forms("a", ones), "no-such-instrument"), "instrument")
  stops(ko_score(list(1), "phq-9"), "data frame")
  stops(ko_score(forms("a", ones), "phq-9", tool = "/no/such/tool"), "KETAMINE_OUTCOMES_TOOL")
})
test("a tool that breaks down gives no answer", {
  tool <- tempfile()
  for (code in c("exit 2", "exit 3", "kill -9 $$")) {
    writeLines(c("#!/bin/sh", "echo what it said >&2", code), tool)
    Sys.chmod(tool, "0755")
    stops(ko_score(forms("a", ones), "phq-9", tool = tool), "what it said")
  }
})
test("options by name, as vector and with names", {
  frame <- forms("a", ones)
  names(frame)[1] <- "DPQ010"
  frame$item2 <- 9
  same(score(frame, map = c(item1 = "DPQ010"), missing_code = c(7, 9))$issues, "item-missing:item2")
})

visits <- function(times, ids = "007") data.frame(patient_id = ids, instrument = "phq-9", score = c(12, 5), assessed_at = times)
measured <- function(frame) {
  rows <- ko_assess(frame, indicator = c("baseline", "score"), at = "every-visit")
  rows <- rows[rows$state == "measured", ]
  rows <- rows[!duplicated(rows$at), ]
  rows[order(rows$at), ]
}
test("dates are written as dates", {
  for (times in list(c("2026-01-01", "2026-02-01"), as.Date(c("2026-01-01", "2026-02-01")), as.POSIXct(c("2026-01-01", "2026-02-01")), as.POSIXct(c("2026-01-01", "2026-02-01"), tz = "UTC"))) {
    rows <- measured(visits(times))
    same(rows$at, c("2026-01-01", "2026-02-01"))
    same(rows$day, c(0, 31)) # the whole of January
    same(rows$patient_id, c("007", "007"))
    same(rows$value, c(12, 5))
  }
})
test("times keep their hour and their offset", {
  same(substr(measured(visits(as.POSIXct(c("2026-01-01 14:30", "2026-02-01 09:05"))))$at, 1, 16), c("2026-01-01T14:30", "2026-02-01T09:05"))
  same(grepl("+01:00", measured(visits(as.POSIXct(c("2026-01-01 14:30", "2026-02-01 09:05"), tz = "Europe/Berlin")))$at, fixed = TRUE), c(TRUE, TRUE))
})
test("dates among times are not given an hour", stops(measured(visits(as.POSIXct(c("2026-01-01 00:00", "2026-02-01 09:05")))), "midnight"))
test("an id that has lost digits is refused", stops(measured(visits("2026-01-01", 12345678901234567)), "16 digits"))
test("a long id keeps its digits", {
  frame <- visits("2026-01-01", c(1234567890123456, 1234567890123457))
  same(sort(unique(ko_assess(frame)$patient_id)), c("1234567890123456", "1234567890123457"))
})
test("an id the wire takes for missing is an error and no person", {
  rows <- warned(ko_assess(visits("2026-01-01", c("NA", "a"))), "^assessments.csv:2: patient_id: value-missing")
  same(unique(rows$patient_id), "a")
})

test("the demo's cohort is read as the dictionary says", {
  folder <- file.path(tempdir(), "cohort")
  clinic <- ko_cohort(demo("assessments.csv"), demo("infusions.csv"), demo("events.csv"), output = folder, at = c("infusion:1", "end-of-induction"), primary = "phq-9")
  same(sort(names(clinic$tables)), sort(setdiff(sub("\\.csv$", "", list.files(file.path(folder, "tables"))), "dictionary")))
  same(any(vapply(clinic$tables, function(table) any(vapply(table, is.factor, TRUE)), TRUE)), FALSE)
  for (row in seq_len(nrow(clinic$dictionary))) {
    column <- clinic$tables[[clinic$dictionary$table[row]]][[clinic$dictionary$column[row]]]
    same(class(column), if (clinic$dictionary$type[row] == "text") "character" else "numeric")
  }
  # Everybody who has a form or an infusion.
  people <- unique(c(demo("assessments.csv")$patient_id, demo("infusions.csv")$patient_id))
  same(clinic$tables$members$members[clinic$tables$members$group == "all"], as.numeric(length(people)))
  same(all(grepl("<svg", unlist(clinic$figures), fixed = TRUE)), TRUE)
  same(ko_read_cohort(folder)$tables, clinic$tables)
})

cat(passed, " passed, ", failed, " failed\n", sep = "")
if (failed > 0) quit(status = 1)
