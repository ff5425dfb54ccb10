namespace KetamineOutcomes.Tables;

/// <summary>The stable codes of every <see cref="TableError"/> that tables and the tool can raise, beside the core's <see cref="IssueCodes"/> on answers.</summary>
/// <remarks>A code is never renamed and never used for two things; a test holds them unique, well-formed and listed in docs/wire.md.</remarks>
public static class TableCodes
{
    // Unusable input
    /// <summary>The input holds no record at all, not even a header line.</summary>
    public const string InputEmpty = "input-empty";

    /// <summary>The input is not UTF-8.</summary>
    public const string InputNotUtf8 = "input-not-utf8";

    /// <summary>The input holds a NUL byte: it is no text or is damaged.</summary>
    public const string InputNulByte = "input-nul-byte";

    /// <summary>A field or a record is longer than the reader takes.</summary>
    public const string InputTooLong = "input-too-long";

    /// <summary>A quoted field is never closed.</summary>
    public const string QuoteUnclosed = "quote-unclosed";

    /// <summary>A quote stands inside an unquoted field, or text follows a closing quote.</summary>
    public const string QuoteMisplaced = "quote-misplaced";

    /// <summary>Two columns have the same name.</summary>
    public const string HeaderDuplicate = "header-duplicate";

    /// <summary>A line is not JSON, or ends too early.</summary>
    public const string JsonLineMalformed = "json-line-malformed";

    /// <summary>A line is JSON but not an object.</summary>
    public const string JsonLineNotObject = "json-line-not-object";

    /// <summary>A member stands twice in one line's object.</summary>
    public const string JsonLineDuplicateMember = "json-line-duplicate-member";

    /// <summary>A column that is needed is not there.</summary>
    public const string ColumnMissing = "column-missing";

    /// <summary>Two columns could be meant.</summary>
    public const string ColumnAmbiguous = "column-ambiguous";

    // Unusable calls
    /// <summary>The caller names a column that the table does not have.</summary>
    public const string ColumnUnknown = "column-unknown";

    /// <summary>A kept column has the name of an output column.</summary>
    public const string ColumnReserved = "column-reserved";

    /// <summary>The caller maps an item that the instrument does not have.</summary>
    public const string MapItemUnknown = "map-item-unknown";

    /// <summary>The caller maps one item, or one column, twice.</summary>
    public const string MapTwice = "map-twice";

    /// <summary>A missing code is a legal answer of an item.</summary>
    public const string MissingCodeLegal = "missing-code-legal";

    /// <summary>No scale of the instrument has the missing-item policy.</summary>
    public const string MissingPolicyUnknown = "missing-policy-unknown";

    /// <summary>A value set was given and no rule of the instrument asks for one.</summary>
    public const string ValueSetNotAsked = "value-set-not-asked";

    /// <summary>A row of a value set cannot be used: its profile, its value, or a profile that stands twice.</summary>
    public const string ValueSetUnusable = "value-set-unusable";

    /// <summary>A definition file cannot be used.</summary>
    public const string DefinitionUnusable = "definition-unusable";

    /// <summary>A layout of tables cannot be used.</summary>
    public const string LayoutUnusable = "layout-unusable";

    /// <summary>The records of a course do not stand together, or courses do not ascend.</summary>
    public const string CoursesNotSorted = "courses-not-sorted";

    /// <summary>Forms of several raters, or from before and after an infusion, are to be compared as if they were alike.</summary>
    public const string VisitsUnlike = "visits-unlike";

    /// <summary>A file is not there.</summary>
    public const string FileNotFound = "file-not-found";

    /// <summary>A file cannot be read.</summary>
    public const string FileUnreadable = "file-unreadable";

    /// <summary>A file cannot be written.</summary>
    public const string FileUnwritable = "file-unwritable";

    /// <summary>The output is the input.</summary>
    public const string OutputIsInput = "output-is-input";

    /// <summary>The tool itself failed: a fault of this project.</summary>
    public const string InternalError = "internal-error";

    // Rows
    /// <summary>A row has fewer fields than the header.</summary>
    public const string RowShort = "row-short";

    /// <summary>A row has more fields than the header.</summary>
    public const string RowLong = "row-long";

    /// <summary>The stated total is no number.</summary>
    public const string TotalUnreadable = "total-unreadable";

    /// <summary>What the row says of the person (sex, age) cannot be read.</summary>
    public const string CovariateUnreadable = "covariate-unreadable";

    /// <summary>A value that the row must have is missing.</summary>
    public const string ValueMissing = "value-missing";

    /// <summary>A value cannot be read as what its column holds.</summary>
    public const string ValueUnreadable = "value-unreadable";

    /// <summary>Two values of one row contradict each other.</summary>
    public const string ValueContradiction = "value-contradiction";

    /// <summary>A row that could not be read has an item that alerts read, or is a suicide attempt; a warning beside the row's error.</summary>
    public const string AlertRowUnreadable = "alert-row-unreadable";

    /// <summary>A row of the chair names no infusion of the course, or more than one.</summary>
    public const string InfusionUnmatched = "infusion-unmatched";

    /// <summary>A row of the chair, of care or of history, or a record of a plan, is of a patient or course that no other table has, or of a course without an infusion (a plan's record with an anchor may be).</summary>
    public const string CourseMissing = "course-missing";

    // Notices
    /// <summary>The columns are separated by something else than commas.</summary>
    public const string SeparatorDetected = "separator-detected";

    /// <summary>Rows are of other instruments than the one that is looked at.</summary>
    public const string OtherInstruments = "other-instruments";

    /// <summary>There were more notices than are listed.</summary>
    public const string MoreNotices = "more-notices";

    /// <summary>Columns are not used.</summary>
    public const string ColumnsIgnored = "columns-ignored";

    /// <summary>People of a table of people have no course.</summary>
    public const string PeopleUnmatched = "people-unmatched";

    /// <summary>Rows are of parameters that the layout does not name.</summary>
    public const string RowsNotMapped = "rows-not-mapped";

    /// <summary>Rows are derived or imputed, and were left out: nothing is carried forward without a word.</summary>
    public const string ImputedLeftOut = "imputed-left-out";

    /// <summary>Forms are of visits whose names were not read; the forms are kept.</summary>
    public const string VisitNotRead = "visit-not-read";

    /// <summary>A course stands in one table and not in the other.</summary>
    public const string CourseUnmatched = "course-unmatched";

    /// <summary>A plan says when forms were due and no forms were given, so that there are no rows about them.</summary>
    public const string FormsNotGiven = "forms-not-given";

    /// <summary>An endpoint profile was asked for and no course has the scales that it asks about, so that it has no rows.</summary>
    public const string ProfileUnmatched = "profile-unmatched";
}
