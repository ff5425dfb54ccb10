namespace KetamineOutcomes.Instruments;

/// <summary>The instruments that ship with the package, by name.</summary>
/// <remarks>Each is read from its definition file when first asked for. A test holds these names to the files.</remarks>
public static class Instruments
{
    /// <summary>All that ship, by id.</summary>
    public static IEnumerable<Instrument> All => InstrumentCatalogue.Shipped.Ids.Select(Get);

    /// <summary>Altman Self-Rating Mania Scale, answers 0 to 4.</summary>
    public static Instrument Asrm => Get("asrm");

    /// <summary>Antidepressant Treatment History Form, short form: the two counts of failed adequate trials, no total.</summary>
    public static Instrument AthfSf => Get("athf-sf");

    /// <summary>Alcohol Use Disorders Identification Test, ten items.</summary>
    public static Instrument Audit => Get("audit");

    /// <summary>AUDIT-C, the three consumption questions asked alone.</summary>
    public static Instrument AuditC => Get("audit-c");

    /// <summary>Beck Depression Inventory-II.</summary>
    public static Instrument BdiII => Get("bdi-ii");

    /// <summary>Brief Pain Inventory, short form, 24 hours.</summary>
    public static Instrument BpiSf => Get("bpi-sf");

    /// <summary>Brief Psychiatric Rating Scale, 18 items, ratings 1 to 7.</summary>
    public static Instrument Bprs18 => Get("bprs-18");

    /// <summary>Beck Scale for Suicide Ideation.</summary>
    public static Instrument Bss => Get("bss");

    /// <summary>Clinician-Administered Dissociative States Scale, 23 items.</summary>
    public static Instrument Cadss23 => Get("cadss-23");

    /// <summary>Clinician-Administered Dissociative States Scale, 28 items.</summary>
    public static Instrument Cadss28 => Get("cadss-28");

    /// <summary>Clinician-Administered Dissociative States Scale, simplified 6-item form.</summary>
    public static Instrument Cadss6 => Get("cadss-6");

    /// <summary>Clinical Global Impressions: severity, improvement and efficacy index, no total.</summary>
    public static Instrument Cgi => Get("cgi");

    /// <summary>Columbia-Suicide Severity Rating Scale, lifetime/recent version: coded answers only.</summary>
    public static Instrument Cssrs => Get("c-ssrs");

    /// <summary>Columbia-Suicide Severity Rating Scale, six-question screener: coded answers only.</summary>
    public static Instrument CssrsScreener => Get("c-ssrs-screener");

    /// <summary>Drug Abuse Screening Test, ten items.</summary>
    public static Instrument Dast10 => Get("dast-10");

    /// <summary>EQ-5D-5L: the profile, the visual analogue scale, and an index with the caller's value set.</summary>
    public static Instrument Eq5D5L => Get("eq-5d-5l");

    /// <summary>Everyday observations rated as change since the last treatment; this project's own, not validated.</summary>
    public static Instrument FunctionalMarkers => Get("functional-markers");

    /// <summary>Generalized Anxiety Disorder-7.</summary>
    public static Instrument Gad7 => Get("gad-7");

    /// <summary>Global Assessment of Functioning.</summary>
    public static Instrument Gaf => Get("gaf");

    /// <summary>Hamilton Anxiety Rating Scale.</summary>
    public static Instrument HamA => Get("ham-a");

    /// <summary>Hamilton Depression Rating Scale, 17 items, with the HAM-D6 as a scale.</summary>
    public static Instrument HamD17 => Get("ham-d17");

    /// <summary>Hamilton Depression Rating Scale, six items rated by themselves (Bech).</summary>
    public static Instrument HamD6 => Get("ham-d6");

    /// <summary>Inventory of Depressive Symptomatology, 30 items, clinician-rated.</summary>
    public static Instrument IdsC30 => Get("ids-c30");

    /// <summary>Inventory of Depressive Symptomatology, 30 items, self-report.</summary>
    public static Instrument IdsSr30 => Get("ids-sr30");

    /// <summary>Insomnia Severity Index.</summary>
    public static Instrument Isi => Get("isi");

    /// <summary>Montgomery-Asberg Depression Rating Scale, 7-day recall.</summary>
    public static Instrument Madrs => Get("madrs");

    /// <summary>Montgomery-Asberg Depression Rating Scale, 24-hour recall.</summary>
    public static Instrument Madrs24h => Get("madrs-24h");

    /// <summary>Montgomery-Asberg Depression Rating Scale, self-assessment, nine items.</summary>
    public static Instrument MadrsS => Get("madrs-s");

    /// <summary>Modified Observer's Assessment of Alertness/Sedation.</summary>
    public static Instrument MoaaS => Get("moaa-s");

    /// <summary>Maudsley Staging Method.</summary>
    public static Instrument Msm => Get("msm");

    /// <summary>PTSD Checklist for DSM-5, past month.</summary>
    public static Instrument Pcl5 => Get("pcl-5");

    /// <summary>PEG: pain intensity, enjoyment of life and general activity.</summary>
    public static Instrument Peg => Get("peg");

    /// <summary>Patient Health Questionnaire-2, the two-item screener as a form of its own.</summary>
    public static Instrument Phq2 => Get("phq-2");

    /// <summary>Patient Health Questionnaire-8, the form without the question on suicide.</summary>
    public static Instrument Phq8 => Get("phq-8");

    /// <summary>Patient Health Questionnaire-9.</summary>
    public static Instrument Phq9 => Get("phq-9");

    /// <summary>PRISE-M, the French inventory of 32 side effects; needs the sex. Not the PRISE of STAR*D.</summary>
    public static Instrument PriseM => Get("prise-m");

    /// <summary>PROMIS Depression short form 8a, version 1.0.</summary>
    public static Instrument PromisDepression8a => Get("promis-depression-8a");

    /// <summary>Pittsburgh Sleep Quality Index, the numbering in which item 6 is sleep quality.</summary>
    public static Instrument Psqi => Get("psqi");

    /// <summary>Quick Inventory of Depressive Symptomatology, 16 items, clinician-rated.</summary>
    public static Instrument QidsC16 => Get("qids-c16");

    /// <summary>Quick Inventory of Depressive Symptomatology, 16 items, self-report.</summary>
    public static Instrument QidsSr16 => Get("qids-sr16");

    /// <summary>Quality of Life Enjoyment and Satisfaction Questionnaire, short form.</summary>
    public static Instrument QLesQSf => Get("q-les-q-sf");

    /// <summary>Sheehan Disability Scale.</summary>
    public static Instrument Sds => Get("sds");

    /// <summary>Snaith-Hamilton Pleasure Scale, in both scorings.</summary>
    public static Instrument Shaps => Get("shaps");

    /// <summary>Suicidal Ideation Attributes Scale.</summary>
    public static Instrument Sidas => Get("sidas");

    /// <summary>Social and Occupational Functioning Assessment Scale.</summary>
    public static Instrument Sofas => Get("sofas");

    /// <summary>WHO-5 Well-Being Index.</summary>
    public static Instrument Who5 => Get("who-5");

    /// <summary>WHO Disability Assessment Schedule 2.0, 12 items.</summary>
    public static Instrument Whodas12 => Get("whodas-12");

    /// <summary>Work and Social Adjustment Scale.</summary>
    public static Instrument Wsas => Get("wsas");

    /// <summary>Yale-Brown Obsessive Compulsive Scale.</summary>
    public static Instrument YBocs => Get("y-bocs");

    /// <summary>Young Mania Rating Scale.</summary>
    public static Instrument Ymrs => Get("ymrs");

    private static Instrument Get(string id) =>
        InstrumentCatalogue.Shipped.Find(id) ?? throw new InvalidOperationException($"The definition {id} does not ship with this build.");
}
