namespace KetamineOutcomes.Treatment.ConcurrentCare;

/// <summary>The stable words of the kinds of care.</summary>
internal static class CareKinds
{
    public static string ToWord(this CareKind kind) => kind switch
    {
        CareKind.Psychotherapy => "psychotherapy",
        CareKind.Antidepressant => "antidepressant",
        CareKind.Benzodiazepine => "benzodiazepine",
        CareKind.OtherMedication => "other-medication",
        CareKind.LifeEvent => "life-event",
        _ => "other",
    };
}
