using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes forms, scores and infusions as FHIR: R4 unless the options say otherwise. The same content gives the same bytes, and the reader reads back what was written.</summary>
/// <remarks>
/// What FHIR has no element for stands in extensions of the project (<c>urn:x-ketamine-outcomes:extension/...</c>): a local time without an offset, a relative
/// day, the side of an infusion, the rater. Item texts are the project's own short labels, never an instrument's printed wording.
/// </remarks>
public static class FhirWriter
{
    /// <summary>The form of an instrument: coded options with weights, and an item for each total whose expression the caller gives.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="options">How to write, or <see langword="null"/> for the defaults.</param>
    /// <returns>A Questionnaire.</returns>
    public static FhirResource Questionnaire(Instrument instrument, FhirWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return new FhirResource(new QuestionnaireWriter(options ?? FhirWriteOptions.Default).Write(instrument));
    }

    /// <summary>A filled-in form. Items without an answer are left out.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="answers">The answers. An option that has a value is read back as that value; an answer that the item cannot take, as <see cref="Answer.Unreadable"/>.</param>
    /// <param name="context">Whose, when; or <see langword="null"/> for nothing of it.</param>
    /// <param name="options">How to write, or <see langword="null"/> for the defaults.</param>
    /// <returns>A QuestionnaireResponse.</returns>
    /// <exception cref="ArgumentException">An answer is to an item that the instrument does not have, or is a number without an end as a decimal.</exception>
    public static FhirResource Response(Instrument instrument, AnswerSet answers, FhirResourceOptions? context = null, FhirWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(answers);
        return new FhirResource(new ResponseWriter(options ?? FhirWriteOptions.Default).Write(instrument, answers, null, context ?? FhirResourceOptions.Empty, []));
    }

    /// <summary>The Observations of a scored form: the panel, each scale, each answered item, each alert of the instrument, in this order.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="answers">The answers.</param>
    /// <param name="context">Whose, when, from which form; its id is needed, since the Observations refer to one another.</param>
    /// <param name="scoring">What the caller chooses in scoring, or <see langword="null"/> for the defaults.</param>
    /// <param name="options">How to write, or <see langword="null"/> for the defaults.</param>
    /// <returns>Observations. A score that is incomplete or invalid has a <c>dataAbsentReason</c> and no value; an alert says <c>raised</c>, <c>clear</c> or <c>not-assessed</c> (<see cref="FhirSystems.AlertStatus"/>).</returns>
    /// <exception cref="ArgumentException">The context has no id or too long a one, or the answers are none of the instrument's (see <see cref="Response"/>).</exception>
    public static EquatableArray<FhirResource> Observations(
        Instrument instrument, AnswerSet answers, FhirResourceOptions context, ScoringOptions? scoring = null, FhirWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id is null)
        {
            throw new ArgumentException("Observations refer to one another: they need an id.", nameof(context));
        }

        return new ObservationWriter(options ?? FhirWriteOptions.Default)
            .Write(instrument, answers, instrument.ScoreAll(answers, scoring ?? ScoringOptions.Default), context, id => $"Observation/{id}")
            .Select(json => new FhirResource(json))
            .ToEquatableArray();
    }

    /// <summary>The Observations of a form that was read: of its patient, encounter and time, derived from it, and not final where the form is not.</summary>
    /// <param name="form">The form.</param>
    /// <param name="fallbackId">The id that stands for the form's own where it has none, or one that leaves no room for the names of items behind it: 1 to 16 of <c>A-Z a-z 0-9 - .</c>.</param>
    /// <param name="scoring">What the caller chooses in scoring, or <see langword="null"/> for the defaults.</param>
    /// <param name="options">How to write, or <see langword="null"/> for the defaults.</param>
    /// <returns>Observations as <see cref="Observations(Instrument, AnswerSet, FhirResourceOptions, ScoringOptions, FhirWriteOptions)"/> gives them. Their ids begin with the form's and the instrument's, so that two instruments of one form stay apart.</returns>
    /// <exception cref="ArgumentException">The fallback is no such id.</exception>
    public static EquatableArray<FhirResource> Observations(FhirForm form, string fallbackId, ScoringOptions? scoring = null, FhirWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (fallbackId is not { Length: > 0 and <= 16 } || !FhirResourceOptions.IsId(fallbackId))
        {
            throw new ArgumentException("An id of 1 to 16 letters, digits, hyphens and dots is needed.", nameof(fallbackId));
        }

        var own = form.Source.Id is { } id && FhirResourceOptions.IsId(id) ? $"{id}-{form.Instrument.Id}" : null;
        return Observations(
            form.Instrument,
            form.Answers,
            new FhirResourceOptions
            {
                Id = own is not null && ObservationWriter.HasRoom(form.Instrument, own) ? own : $"{fallbackId}-{form.Instrument.Id}",
                Subject = form.Source.Subject,
                Encounter = form.Source.Encounter,
                At = form.Source.At,
                Status = form.Source.Status switch { "completed" => "final", "amended" => "amended", _ => "preliminary" },
                DerivedFrom = form.Source.Id is { } response ? $"QuestionnaireResponse/{response}" : null,
            },
            scoring,
            options);
    }

    /// <summary>An infusion, as a MedicationAdministration or a Procedure.</summary>
    /// <param name="infusion">The infusion; its time is the time of the resource, whatever the context says.</param>
    /// <param name="context">Whose; or <see langword="null"/> for nothing of it.</param>
    /// <param name="options">How to write, or <see langword="null"/> for the defaults.</param>
    /// <returns>The resource.</returns>
    public static FhirResource Infusion(Infusion infusion, FhirResourceOptions? context = null, FhirWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        return new FhirResource(new InfusionWriter(options ?? FhirWriteOptions.Default).Write(infusion, context ?? FhirResourceOptions.Empty));
    }

    /// <summary>What was noticed, as an OperationOutcome; places stand in <c>diagnostics</c>.</summary>
    /// <param name="issues">The issues; none gives the one line that nothing was noticed, since FHIR wants one.</param>
    /// <returns>An OperationOutcome. It holds no answer, as issues do not.</returns>
    public static FhirResource Outcome(IEnumerable<Issue> issues)
    {
        ArgumentNullException.ThrowIfNull(issues);
        return new FhirResource(OutcomeWriter.Write(issues));
    }

    /// <summary>Resources as one Bundle of the type <c>collection</c>, in the order given. Each gets an address (<c>urn:uuid</c>) made from its content, and references among them follow it.</summary>
    /// <param name="resources">The resources.</param>
    /// <returns>A Bundle.</returns>
    public static FhirResource Bundle(IEnumerable<FhirResource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        return new FhirResource(BundleWriter.Write([.. resources]));
    }
}
