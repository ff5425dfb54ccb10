namespace KetamineOutcomes.Cli.Tests;

/// <summary>Each route in its own unit.</summary>
public sealed class DoseUnitTests
{
    [Fact]
    public void Nasal_esketamine_is_counted_in_devices_and_others_by_weight_or_in_mg()
    {
        // 28 mg a device (Spravato, prescribing information): 56 mg are 2, 84 mg are 3, and 60 mg are no whole number.
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("infusions.csv", """
            patient_id,given_day,agent,route,dose_mg,devices,weight_kg
            p,0,esketamine,nasal,56,,80
            p,3,esketamine,nasal,,3,80
            p,7,esketamine,nasal,60,,80
            p,10,esketamine,nasal,,,80
            p,14,ketamine,iv,40,,80
            p,17,ketamine,im,40,,
            p,21,ketamine,sl,100,,
            p,24,esketamine,iv,20,,80

            """));
        call.Code.Should().Be(0, call.Error);
        string[] Said(string rule) => [.. call.Output.Split('\n').Where(line => line.Contains($",infusion,dose,{rule},", StringComparison.Ordinal)).Select(line => line.Split(',')).OrderBy(cells => int.Parse(cells[8], System.Globalization.CultureInfo.InvariantCulture)).Select(cells => $"{cells[8]}:{cells[10]}{cells[16]}")];

        Said("devices").Should().Equal("0:2", "3:3", "7:dose-not-whole-devices", "10:dose-missing");
        Said("mg").Should().Equal("0:56.00", "3:84.00", "7:60.00", "10:dose-missing", "14:40.00", "17:40.00", "21:100.00", "24:20.00");
        Said("mg-per-kg").Should().Equal("0:dose-not-by-weight", "3:dose-not-by-weight", "7:dose-not-by-weight", "10:dose-not-by-weight", "14:0.500", "17:weight-missing", "21:weight-missing", "24:0.250");
    }

    [Theory]
    [InlineData("p,0,ketamine,iv,,2", "value-contradiction")]
    [InlineData("p,0,esketamine,nasal,56,3", "value-contradiction")]
    [InlineData("p,0,esketamine,nasal,,1.5", "value-unreadable")]
    [InlineData("p,0,esketamine,nasal,,56", "value-unreadable")]
    public void Devices_that_cannot_be_are_refused(string row, string code)
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("infusions.csv", $"patient_id,given_day,agent,route,dose_mg,devices\n{row}\n"));

        call.Code.Should().Be(1);
        call.Error.Should().Contain(":2: devices: " + code);
    }

    [Theory]
    [InlineData("999999999999999,0.0000001,40", "dose_mg")]
    [InlineData("10001,70,40", "dose_mg")]
    [InlineData("40,0.0000001,40", "weight_kg")]
    [InlineData("40,1001,40", "weight_kg")]
    [InlineData("40,70,999999999999999", "minutes")]
    public void A_number_that_no_infusion_has_is_an_error_of_its_row_and_of_no_other(string row, string field)
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("infusions.csv", $"patient_id,given_day,agent,route,dose_mg,weight_kg,minutes\np,0,ketamine,iv,{row}\nq,0,ketamine,iv,40,80,40\n"));

        (call.Code, call.Output.Contains("q,1,", StringComparison.Ordinal), call.Output.Contains("p,1,", StringComparison.Ordinal)).Should().Be((1, true, false), call.Error);
        call.Error.Should().Contain($":2: {field}: value-unreadable").And.NotContain("internal-error");
    }

    [Fact]
    public void A_dose_by_weight_with_more_digits_than_a_fraction_has_is_rounded()
    {
        // 40.1234567890123 / 70.1234567890123 = 0.57218..., by long division.
        using var folder = new TemporaryFolder();
        var call = Call.Run("treatment", "--treatments", folder.Write("infusions.csv", "patient_id,given_day,agent,route,dose_mg,weight_kg\np,0,ketamine,iv,40.1234567890123,70.1234567890123\nq,0,ketamine,iv,0.000000000000001,999.999999999999\n"));

        call.Code.Should().Be(0, call.Error);
        call.Output.Split('\n').Where(line => line.Contains(",infusion,dose,mg-per-kg,", StringComparison.Ordinal)).Select(line => line.Split(',')[10]).Should().Equal("0.572", "0.000");
    }

    [Theory]
    [InlineData("systolic,999999999999999")]
    [InlineData("systolic,0.000000000000001")]
    [InlineData("blood-pressure,999999999999999/80")]
    [InlineData("spo2,97.0000000000001")]
    public void A_reading_that_no_monitor_shows_is_an_error_of_its_row(string reading)
    {
        using var folder = new TemporaryFolder();
        var call = Call.Run(
            "treatment",
            "--treatments", folder.Write("infusions.csv", "patient_id,given_day\np,0\n"),
            "--chair", folder.Write("chair.csv", $"patient_id,infusion,minutes,measure,value\np,1,-10,{reading}\n"));

        call.Code.Should().Be(1, call.Error);
        call.Error.Should().Contain(":2: value: value-unreadable");
    }
}
