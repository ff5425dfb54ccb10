namespace KetamineOutcomes.Instruments;

/// <summary>The instruments that ship with the package, by name.</summary>
/// <remarks>Each is read from its definition file when first asked for. A test holds these names to the files.</remarks>
public static class Instruments
{
    /// <summary>All that ship, by id.</summary>
    public static IEnumerable<Instrument> All => InstrumentCatalogue.Shipped.Ids.Select(Get);

    /// <summary>Clinician-Administered Dissociative States Scale, 23 items.</summary>
    public static Instrument Cadss23 => Get("cadss-23");

    /// <summary>Columbia-Suicide Severity Rating Scale, six-question screener: coded answers only.</summary>
    public static Instrument CssrsScreener => Get("c-ssrs-screener");

    /// <summary>Everyday observations rated as change since the last treatment; this project's own, not validated.</summary>
    public static Instrument FunctionalMarkers => Get("functional-markers");

    /// <summary>Generalized Anxiety Disorder-7.</summary>
    public static Instrument Gad7 => Get("gad-7");

    /// <summary>Hamilton Depression Rating Scale, 17 items, with the HAM-D6 as a scale.</summary>
    public static Instrument HamD17 => Get("ham-d17");

    /// <summary>Montgomery-Asberg Depression Rating Scale, 7-day recall.</summary>
    public static Instrument Madrs => Get("madrs");

    /// <summary>Patient Health Questionnaire-9.</summary>
    public static Instrument Phq9 => Get("phq-9");

    /// <summary>PROMIS Depression short form 8a, version 1.0.</summary>
    public static Instrument PromisDepression8a => Get("promis-depression-8a");

    /// <summary>Quick Inventory of Depressive Symptomatology, 16 items, self-report.</summary>
    public static Instrument QidsSr16 => Get("qids-sr16");

    /// <summary>Suicidal Ideation Attributes Scale.</summary>
    public static Instrument Sidas => Get("sidas");

    /// <summary>WHO-5 Well-Being Index.</summary>
    public static Instrument Who5 => Get("who-5");

    /// <summary>WHO Disability Assessment Schedule 2.0, 12 items.</summary>
    public static Instrument Whodas12 => Get("whodas-12");

    /// <summary>Work and Social Adjustment Scale.</summary>
    public static Instrument Wsas => Get("wsas");

    private static Instrument Get(string id) =>
        InstrumentCatalogue.Shipped.Find(id) ?? throw new InvalidOperationException($"The definition {id} does not ship with this build.");
}
