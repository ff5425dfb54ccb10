namespace KetamineOutcomes.Treatment.Schedules;

/// <summary>Where a part of a plan was read. All places are equal: where something stands is no part of what it says, so that a plan that was written and read again is the same.</summary>
internal readonly struct PlanPlace(string? text) : IEquatable<PlanPlace>
{
    public string? Text { get; } = text;

    public bool Equals(PlanPlace other) => true;

    public override bool Equals(object? obj) => obj is PlanPlace;

    public override int GetHashCode() => 0;
}
