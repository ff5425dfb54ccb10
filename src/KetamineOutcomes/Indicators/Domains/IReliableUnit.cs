using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Domains;

/// <summary>The smallest change of a scale that is more than error of measurement, with what it was made of.</summary>
/// <param name="Points">The change, in points, more than 0: a change is reliable if it is larger (strictly).</param>
/// <param name="Method">How it was found: <c>published</c> or <c>jacobson-truax</c>.</param>
/// <param name="Parameters">The numbers used, with their populations.</param>
/// <param name="Sources">Where they were read.</param>
internal sealed record ReliableUnit(Fraction Points, string Method, EquatableArray<Parameter> Parameters, EquatableArray<string> Sources);

/// <summary>Where reliable units come from; the seam at which another rule for choosing standard deviation and reliability can be put in.</summary>
internal interface IReliableUnit
{
    /// <summary>The unit of a scale, or <see langword="null"/> where the definition's figures give none.</summary>
    ReliableUnit? Find(Instrument instrument, Scale scale);
}
