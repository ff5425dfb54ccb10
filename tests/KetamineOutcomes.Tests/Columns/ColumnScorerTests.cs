using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;
using Shipped = KetamineOutcomes.Instruments.Instruments;

namespace KetamineOutcomes.Tests.Columns;

public sealed class ColumnScorerTests
{
    private const byte Missing = 255;

    private static ColumnScorer Phq9(string? policy = null) =>
        ColumnScorer.Compile(Shipped.Phq9, options: new ColumnOptions { MissingPolicy = policy }).GetValueOrThrow();

    [Fact]
    public void Rows_are_scored_as_the_form_says()
    {
        // 2+2+3+1+2+1+1+0+1 = 13, moderate (10 to 14); nine threes are 27, severe (20 and more); nothing at all is 0, minimal; a gap and a 7 give no score.
        byte[] rows =
        [
            2, 2, 3, 1, 2, 1, 1, 0, 1,
            3, 3, 3, 3, 3, 3, 3, 3, 3,
            0, 0, 0, 0, 0, 0, 0, 0, 0,
            1, Missing, 1, 1, 1, 1, 1, 1, 0,
            1, 7, 1, 1, 1, 1, 1, 1, Missing,
        ];
        var status = new ColumnStatus[5];
        var scores = new int[5];
        var severities = new byte[5];
        var item9 = new ColumnAlert[5];
        var scorer = Phq9("none");

        scorer.Score(AnswerTable<byte>.FromRows(rows, 9, Missing), new ColumnResults { Status = status, Scores = scores, Severities = severities, Alerts = [item9] });

        status.Should().Equal(ColumnStatus.Scored, ColumnStatus.Scored, ColumnStatus.Scored, ColumnStatus.Incomplete, ColumnStatus.Invalid);
        scores.Should().Equal(13, 27, 0, ColumnScorer.NoScore, ColumnScorer.NoScore);
        severities.Select(band => band == ColumnScorer.NoSeverity ? "" : scorer.Severities[band].Id).Should().Equal("moderate", "severe", "minimal", "", "");
        scorer.Alerts.Select(alert => alert.Item).Should().Equal("item9");
        item9.Should().Equal(ColumnAlert.Raised, ColumnAlert.Raised, ColumnAlert.Clear, ColumnAlert.Clear, ColumnAlert.NotAssessed);
    }

    [Fact]
    public void A_policy_fills_in_and_says_so()
    {
        // Eight answers of 1 are 8; times nine over eight that is 9 exactly. Seven of 2, two missing: 14 times 9/7 is 18. Three missing are one too many.
        byte[] rows =
        [
            1, Missing, 1, 1, 1, 1, 1, 1, 1,
            2, Missing, Missing, 2, 2, 2, 2, 2, 2,
            2, Missing, Missing, Missing, 2, 2, 2, 2, 2,
            1, 1, 1, 1, 1, 1, 1, 1, Missing,
        ];
        var status = new ColumnStatus[4];
        var scores = new short[4];

        Phq9("apa-prorate-2").Score(AnswerTable<byte>.FromRows(rows, 9, Missing), new ColumnResults { Status = status, ShortScores = scores });

        // An item that carries an alert is never filled in.
        status.Should().Equal(ColumnStatus.Prorated, ColumnStatus.Prorated, ColumnStatus.Incomplete, ColumnStatus.Incomplete);
        scores.Should().Equal(9, 18, ColumnScorer.NoScore, ColumnScorer.NoScore);
    }

    [Fact]
    public void What_is_not_asked_for_is_not_written_and_places_behind_the_last_row_stay()
    {
        var status = new ColumnStatus[3];
        Phq9().Score(AnswerTable<byte>.FromRows(new byte[9], 9, Missing), new ColumnResults { Status = status });
        status.Should().Equal(ColumnStatus.Scored, ColumnStatus.None, ColumnStatus.None);
    }

    [Fact]
    public void No_rows_are_no_work()
    {
        var act = () => Phq9().Score(AnswerTable<byte>.FromColumns([], 0, Missing), new ColumnResults { Status = new ColumnStatus[1] });
        act.Should().NotThrow();
    }

    [Fact]
    public void A_column_that_is_not_there_is_an_item_that_nobody_was_asked()
    {
        var columns = Enumerable.Range(0, 8).Select(_ => (ReadOnlyMemory<byte>)new byte[2]).ToList();
        var status = new ColumnStatus[2];
        Phq9("none").Score(AnswerTable<byte>.FromColumns(columns, 2, Missing), new ColumnResults { Status = status });
        status.Should().Equal(ColumnStatus.Incomplete, ColumnStatus.Incomplete);
    }

    [Fact]
    public void Without_a_code_for_missing_nothing_is_missing_and_every_number_is_an_answer()
    {
        // 255 and -32768 are what columns use themselves where the caller names no code.
        var bytes = new byte[9];
        bytes[3] = byte.MaxValue;
        var shorts = new short[9];
        shorts[3] = short.MinValue;
        var status = new ColumnStatus[1];

        Phq9().Score(AnswerTable<byte>.FromRows(bytes, 9), new ColumnResults { Status = status });
        status.Should().Equal(ColumnStatus.Invalid);
        status[0] = ColumnStatus.None;
        Phq9().Score(AnswerTable<short>.FromRows(shorts, 9), new ColumnResults { Status = status });
        status.Should().Equal(ColumnStatus.Invalid);
    }

    [Fact]
    public void A_bitmap_says_what_is_missing_whatever_stands_below()
    {
        // The first of two rows lacks item 2: bit 0 of its bitmap is 0.
        var columns = Enumerable.Range(0, 9).Select(_ => (ReadOnlyMemory<byte>)new byte[] { 1, 1 }).ToList();
        var bits = Enumerable.Range(0, 9).Select(item => (ReadOnlyMemory<byte>)(item == 1 ? [0b10] : Array.Empty<byte>())).ToList();
        var status = new ColumnStatus[2];
        var scores = new int[2];
        Phq9("none").Score(AnswerTable<byte>.FromColumns(columns, 2, validity: bits), new ColumnResults { Status = status, Scores = scores });
        status.Should().Equal(ColumnStatus.Incomplete, ColumnStatus.Scored);
        scores.Should().Equal(ColumnScorer.NoScore, 9);
    }

    [Theory]
    [InlineData((byte)3, null)]
    [InlineData((byte)255, (byte)0)]
    public void A_code_that_is_an_answer_is_refused(byte missing, byte? notApplicable)
    {
        var act = () => Phq9().Score(AnswerTable<byte>.FromRows(new byte[9], 9, missing, notApplicable), new ColumnResults { Status = new ColumnStatus[1] });
        act.Should().Throw<ArgumentException>().WithMessage("*one of an item's answers*");
    }

    [Fact]
    public void Room_that_does_not_suffice_is_refused_before_anything_is_written()
    {
        var status = new ColumnStatus[2];
        var act = () => Phq9().Score(AnswerTable<byte>.FromRows(new byte[18], 9, Missing), new ColumnResults { Status = status, Scores = new int[1] });
        act.Should().Throw<ArgumentException>().WithMessage("*fewer places than the table has rows*");
        status.Should().Equal(ColumnStatus.None, ColumnStatus.None);
    }

    [Fact]
    public void Tables_are_checked_when_they_are_made()
    {
        FluentActions.Invoking(() => AnswerTable<int>.FromRows(new int[9], 9)).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => AnswerTable<byte>.FromRows(new byte[10], 9)).Should().Throw<ArgumentException>().WithMessage("*whole rows*");
        FluentActions.Invoking(() => AnswerTable<byte>.FromColumns([new byte[1]], 2)).Should().Throw<ArgumentException>().WithMessage("*fewer numbers*");
        FluentActions.Invoking(() => AnswerTable<byte>.FromColumns([new byte[9]], 9, validity: [new byte[1]])).Should().Throw<ArgumentException>().WithMessage("*bitmap*");
        FluentActions.Invoking(() => AnswerTable<byte>.FromRows(new byte[9], 9, 7, 7)).Should().Throw<ArgumentException>().WithMessage("*both missing and not applicable*");
    }

    [Fact]
    public void What_cannot_be_compiled_is_refused_with_a_code()
    {
        string Code(Instrument instrument, string? scale = null, ColumnOptions? options = null) => ColumnScorer.Compile(instrument, scale, options).Issues.Single().Code;
        Code(Shipped.Phq9, "nonsense").Should().Be(ColumnCodes.ScaleUnknown);
        Code(Shipped.Phq9, options: new ColumnOptions { MissingPolicy = "nonsense" }).Should().Be(ColumnCodes.PolicyUnknown);
        Code(Shipped.Phq9, options: new ColumnOptions { BandSet = "nonsense" }).Should().Be(ColumnCodes.BandSetUnknown);
        Code(InstrumentCatalogue.Shipped.Find("ymrs")!).Should().Be(ColumnCodes.ReaderNotDeclared);

        // A definition that promises what its half points do not allow.
        var ymrs = InstrumentCatalogue.Shipped.Find("ymrs")!.DefinitionJson.Replace("\"sql\"]", "\"sql\", \"columns\"]", StringComparison.Ordinal);
        Code(Instrument.Read(ymrs).GetValueOrThrow()).Should().Be(ColumnCodes.RuleNotSupported);
    }

    [Fact]
    public void Minutes_need_shorts()
    {
        var psqi = ColumnScorer.Compile(InstrumentCatalogue.Shipped.Find("psqi")!, "efficiency").GetValueOrThrow();
        psqi.RequiresShort.Should().BeTrue();
        var act = () => psqi.Score(AnswerTable<byte>.FromRows(new byte[20], 20, Missing), new ColumnResults { Status = new ColumnStatus[1] });
        act.Should().Throw<ArgumentException>().WithMessage("*shorts*");
    }
}
