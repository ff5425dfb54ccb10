using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads a total in every form that is seen: integer, decimal, quantity of scores, and a number as text.</summary>
internal static class TotalReader
{
    /// <summary>Reads a total.</summary>
    /// <param name="type">What stands behind <c>value</c> in the member's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="total">The total.</param>
    /// <param name="isPercent">Whether <c>%</c> is a unit of the scale.</param>
    /// <returns>Whether it is a number in a unit that scores have; a bound (<c>&lt; 5</c>) is none.</returns>
    public static bool TryRead(string type, FhirNode value, out Fraction total, bool isPercent = false)
    {
        total = default;
        switch (type)
        {
            case "Integer" or "Decimal":
                return value.TryNumber(out total);
            case "String":
                return value.Element.ValueKind == JsonValueKind.String && FhirNode.TryNumber(value.Element.GetString()!.Trim(), allowExponent: false, out total);
            case "Quantity":
                var unit = value.Text("code", issues: null) ?? value.Text("unit", issues: null);
                return !value.TryGet("comparator", out _)
                    && (Values.IsScoreUnit(unit) || (isPercent && unit == "%"))
                    && value.TryGet("value", out var number)
                    && number.TryNumber(out total);
            default:
                return false;
        }
    }
}
