using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments;

/// <summary>What scoring one form leaves behind, and that what it remembers from form to form changes no answer.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for a test, the same on every run.")]
public sealed class ScoringCostTests
{
    private const int Forms = 10_000;

    [Fact]
    public void A_complete_form_costs_its_score_and_nothing_else()
    {
        var phq9 = KetamineOutcomes.Instruments.Instruments.Phq9;
        var random = new Random(20261123);
        var rows = new int[Forms][];
        for (var i = 0; i < Forms; i++)
        {
            rows[i] = [.. Enumerable.Range(0, 9).Select(_ => random.Next(4))];
        }

        // The first forms pay for what is worked out once: the plan, the bands and cut-offs of each total.
        foreach (var row in rows)
        {
            _ = phq9.Score(row.AsSpan());
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var row in rows)
        {
            _ = phq9.Score(row.AsSpan());
        }

        // A score and its facts are two objects of less than 200 bytes on 64 bits; before November 2026 a form cost 7984 bytes.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / Forms).Should().BeLessThan(256);
    }

    [Fact]
    public void Threads_that_share_an_instrument_get_the_answers_that_one_thread_gets()
    {
        // Alerts, skips, "not applicable", bands, cut-offs and several scales.
        foreach (var id in new[] { "phq-9", "ham-d17", "wsas", "sidas", "c-ssrs", "prise-m" })
        {
            var shipped = InstrumentCatalogue.Shipped.Find(id)!;
            var random = new Random(id.Length);
            var forms = new AnswerSet[400];
            for (var i = 0; i < forms.Length; i++)
            {
                forms[i] = AnswerSet.Create(shipped.Items.Select(item => new KeyValuePair<string, Answer>(item.Id, random.Next(20) switch
                {
                    0 => Answer.Missing,
                    1 => Answer.NotApplicable,
                    _ => Answer.Number(random.Next(4)),
                })));
            }

            var expected = forms.Select(form => shipped.ScoreAll(form)).ToArray();

            // Read anew, so that the threads also meet where things are worked out for the first time.
            var fresh = Instrument.Read(shipped.DefinitionJson).GetValueOrThrow();
            var actual = new ScoreSheet[forms.Length];
            Parallel.For(0, forms.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => actual[i] = fresh.ScoreAll(forms[i]));

            for (var i = 0; i < forms.Length; i++)
            {
                (actual[i].Scores == expected[i].Scores).Should().BeTrue("{0}, form {1}", id, i);
                (actual[i].Alerts == expected[i].Alerts).Should().BeTrue("{0}, form {1}", id, i);
                (actual[i].Issues == expected[i].Issues).Should().BeTrue("{0}, form {1}", id, i);
            }
        }
    }

    [Fact]
    public void A_form_does_not_see_the_one_before_it()
    {
        var wsas = InstrumentCatalogue.Shipped.Find("wsas")!;
        var complete = AnswerSet.Of(("item1", 8), ("item2", 8), ("item3", 8), ("item4", 8), ("item5", 8));
        var withoutWork = complete.With("item1", Answer.NotApplicable);

        // Five items of 8 are 40; without work, which does not apply, four items of 8 are 32.
        foreach (var (form, total, leftOut) in new[] { (complete, 40m, 0), (withoutWork, 32m, 1), (complete, 40m, 0) })
        {
            var score = wsas.Score(form);
            score.TryGetValue(out var value).Should().BeTrue();
            value.Should().Be(total);
            score.NotApplicableItems.Count.Should().Be(leftOut);
        }

        var wrong = wsas.Score(complete.With("item2", Answer.Number(9)));
        wrong.Kind.Should().Be("invalid");
        wsas.Score(complete).Issues.Should().BeEmpty();
    }
}
