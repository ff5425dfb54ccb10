using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>Made-up instruments: shaped like real ones, so that the tables are tested apart from clinical facts.</summary>
internal static class TestForms
{
    private const string Evidence = """[{ "source": "made-up", "status": "project-policy" }]""";

    /// <summary>Nine items 0 to 3 and a tenth that is never scored; an alert on the ninth; at most two missing may be prorated by name.</summary>
    public static Instrument Nine { get; } = Instrument.Read($$"""
        {
          "format": 1, "id": "test-9", "version": "1.0.0", "name": "Made-up nine", "shortName": "T9", "domain": "testing", "raters": ["self"],
          "recall": { "hours": 336, "text": "last 2 weeks", "evidence": {{Evidence}} },
          "licence": { "holder": "nobody", "terms": "Free.", "itemText": "allowed", "evidence": {{Evidence}} },
          "sources": [{ "key": "made-up", "citation": "Made up for the tests" }],
          "items": [
            {{string.Join(",", Enumerable.Range(1, 9).Select(i => $$"""{ "id": "item{{i}}", "label": "symptom {{i}}", "kind": "number", "min": 0, "max": 3 }"""))}},
            { "id": "item10", "label": "difficulty", "kind": "number", "min": 0, "max": 3, "scored": false }
          ],
          "alerts": [{ "id": "item9", "item": "item9", "topic": "suicidality", "raisedFrom": 1, "evidence": {{Evidence}} }],
          "scales": [
            {
              "id": "total", "name": "T9 total", "result": "number", "direction": "higher-is-worse", "range": { "low": 0, "high": 27 },
              "rule": { "sum": [{{string.Join(",", Enumerable.Range(1, 9).Select(i => $"\"item{i}\""))}}], "id": "all" },
              "missing": [
                { "name": "none", "evidence": {{Evidence}} },
                { "name": "mean-2", "proration": true, "personMean": [{ "aggregate": "all", "maxMissing": 2, "roundTo": 0 }], "evidence": {{Evidence}} }
              ],
              "bands": [{ "id": "made-up", "default": true, "levels": [{ "from": 0, "id": "low", "label": "low" }, { "from": 10, "id": "high", "label": "high" }], "evidence": {{Evidence}} }],
              "readers": ["scalar"], "evidence": {{Evidence}}
            },
            {
              "id": "pair", "name": "T9 pair", "result": "number", "direction": "higher-is-worse", "range": { "low": 0, "high": 6 },
              "rule": { "sum": ["item1", "item2"] },
              "missing": [{ "name": "none", "evidence": {{Evidence}} }],
              "readers": ["scalar"], "evidence": {{Evidence}}
            }
          ]
        }
        """).GetValueOrThrow();

    /// <summary>Two items; the total adds 1 for women and 2 from the age of 65, and the index asks for a value set.</summary>
    public static Instrument Person { get; } = Instrument.Read($$"""
        {
          "format": 1, "id": "test-person", "version": "1.0.0", "name": "Made-up person", "shortName": "TP", "domain": "testing", "raters": ["self"],
          "recall": { "text": "now", "evidence": {{Evidence}} },
          "licence": { "holder": "nobody", "terms": "Free.", "itemText": "allowed", "evidence": {{Evidence}} },
          "sources": [{ "key": "made-up", "citation": "Made up for the tests" }],
          "items": [
            { "id": "item1", "label": "one", "kind": "number", "min": 1, "max": 5 },
            { "id": "item2", "label": "two", "kind": "number", "min": 1, "max": 5 }
          ],
          "scales": [
            {
              "id": "total", "name": "TP total", "result": "number", "direction": "higher-is-worse", "range": { "low": 2, "high": 13 },
              "rule": { "sum": ["item1", "item2", { "covariate": "sex" }, { "case": { "branches": [{ "if": { "atLeast": { "of": { "covariate": "age" }, "value": 65 } }, "then": 2 }], "else": 0 } }] },
              "missing": [{ "name": "none", "evidence": {{Evidence}} }],
              "readers": ["scalar"], "evidence": {{Evidence}}
            },
            {
              "id": "index", "name": "TP index", "result": "number", "direction": "higher-is-better", "decimals": 3, "range": { "low": -1, "high": 1 },
              "rule": { "valueSet": { "of": { "profile": ["item1", "item2"] }, "low": -1, "high": 1 } },
              "missing": [{ "name": "none", "evidence": {{Evidence}} }],
              "readers": ["scalar"], "evidence": {{Evidence}}
            }
          ]
        }
        """).GetValueOrThrow();

    /// <summary>An item that may not apply, a choice, and two times of day.</summary>
    public static Instrument Mixed { get; } = Instrument.Read($$"""
        {
          "format": 1, "id": "test-mix", "version": "1.0.0", "name": "Made-up mixture", "shortName": "TM", "domain": "testing", "raters": ["clinician"],
          "recall": { "text": "now", "evidence": {{Evidence}} },
          "licence": { "holder": "nobody", "terms": "Free.", "itemText": "allowed", "evidence": {{Evidence}} },
          "sources": [{ "key": "made-up", "citation": "Made up for the tests" }],
          "items": [
            { "id": "item1", "label": "work", "kind": "number", "min": 0, "max": 8, "notApplicable": true },
            { "id": "item2", "label": "ever", "kind": "choice", "options": [{ "id": "none", "value": 0, "label": "no" }, { "id": "some", "value": 1, "label": "yes" }, { "id": "unrated", "label": "not rated" }] },
            { "id": "item3", "label": "to bed", "kind": "time-of-day" },
            { "id": "item4", "label": "up", "kind": "time-of-day" }
          ],
          "scales": [
            {
              "id": "total", "name": "TM total", "result": "number", "direction": "higher-is-worse", "range": { "low": 0, "high": 9 },
              "rule": { "sum": ["item1", "item2"] },
              "missing": [{ "name": "not-applicable-out", "notApplicable": "out-of-denominator", "evidence": {{Evidence}} }],
              "readers": ["scalar"], "evidence": {{Evidence}}
            },
            {
              "id": "bed", "name": "TM minutes in bed", "result": "number", "direction": "none", "unit": "minutes", "range": { "low": 0, "high": 1439 },
              "rule": { "clockDifference": { "from": "item3", "to": "item4" } },
              "missing": [{ "name": "none", "evidence": {{Evidence}} }],
              "readers": ["scalar"], "evidence": {{Evidence}}
            }
          ]
        }
        """).GetValueOrThrow();
}
