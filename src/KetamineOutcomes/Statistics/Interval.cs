using System.Runtime.InteropServices;

namespace KetamineOutcomes.Statistics;

/// <summary>Two ends of an interval of doubles, the lower first.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Interval(double Low, double High);
