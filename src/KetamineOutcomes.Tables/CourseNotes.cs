using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>A course and the notes beside its log.</summary>
public sealed record CourseNotes
{
    internal CourseNotes(Course course, TreatmentNotes notes)
    {
        Course = course;
        Notes = notes;
    }

    /// <summary>The course.</summary>
    public Course Course { get; }

    /// <summary>Its notes.</summary>
    public TreatmentNotes Notes { get; }
}
