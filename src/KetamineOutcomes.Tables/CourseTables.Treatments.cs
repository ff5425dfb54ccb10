using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Tables;

public static partial class CourseTables
{
    // More is a slip of the keyboard: mg in the column of devices.
    private const int MostDevices = 20;

    private static readonly LongColumns TreatmentColumns = new(
        ["patient_id"],
        ["course_id", "agent", "route", "dose_mg", "devices", "weight_kg", "minutes", "kind"],
        [("given_at", "given_day")],
        HasItems: false);

    private sealed partial class Reading
    {
        public void ReadTreatment(LongRow row)
        {
            var patient = row.Required("patient_id");
            var at = row.Time("given_at", "given_day", required: true);
            var agent = row.Text("agent")?.ToLowerInvariant() ?? "ketamine";
            var route = row.Word("route", CourseWords.Routes, Route.Unspecified);
            var kind = row.Word("kind", CourseWords.InfusionKinds, InfusionKind.Unspecified);
            var stated = row.Decimal("dose_mg", 0, Infusion.MaxDoseMg);
            var devices = ReadDevices(row, agent, route);
            if (stated is { } mg && devices is { } counted && mg != counted)
            {
                row.Fail(TableCodes.ValueContradiction, "devices", "The devices and dose_mg are not the same dose.");
            }

            var dose = stated ?? devices;
            var weight = row.Decimal("weight_kg", Infusion.MinWeightKg, Infusion.MaxWeightKg);
            var minutes = row.Decimal("minutes", 0, Infusion.MaxMinutes);
            if (patient is not null && at is not null && !row.HasFailed)
            {
                Find(patient, row).Infusions.Add((new Infusion(at.Value, agent, route, kind, dose, weight, minutes), row.FileName, row.Line));
            }
            else if (patient is not null)
            {
                // It makes no course by itself; in one that other rows make, the infusions behind it are numbered as if it had not been given.
                _lostInfusions.Add((patient, row.Text("course_id") ?? "1"));
            }
        }

        /// <summary>The mg of a number of devices, which is how nasal esketamine is dosed; for anything else the column says nothing.</summary>
        private static decimal? ReadDevices(LongRow row, string agent, Route route)
        {
            if (row.Number("devices") is not { } devices)
            {
                return null;
            }

            if (!devices.IsInteger || devices < 0 || devices > MostDevices)
            {
                row.Fail(TableCodes.ValueUnreadable, "devices", $"Expected a whole number of devices, 0 to {MostDevices.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
                return null;
            }

            if (route != Route.Intranasal || agent != "esketamine")
            {
                row.Fail(TableCodes.ValueContradiction, "devices", "Only nasal esketamine is dosed in devices: give dose_mg.");
                return null;
            }

            return (decimal)devices.Numerator * EsketamineDevice.Mg;
        }
    }
}
