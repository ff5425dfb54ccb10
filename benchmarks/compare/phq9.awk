# PHQ-9 status, score and severity of a table of forms: awk -f phq9.awk forms.csv. Any answer outside 0 to 3 makes the form invalid, else any missing answer incomplete.
BEGIN { FS = "," }
NR > 1 {
  total = 0; answered = 0; wrong = 0
  for (i = 1; i <= 9; i++) {
    if ($i != "") { if ($i < 0 || $i > 3) wrong = 1; else { total += $i; answered++ } }
  }
  if (wrong) print "invalid,,"
  else if (answered < 9) print "incomplete,,"
  else print "scored," total "," (total >= 20 ? "severe" : total >= 15 ? "moderately-severe" : total >= 10 ? "moderate" : total >= 5 ? "mild" : "minimal")
}
