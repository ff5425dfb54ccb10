#:project ../src/KetamineOutcomes.Tables/KetamineOutcomes.Tables.csproj
// Assesses a clinic's tables from a script and prints the wire's table, as `ketamine-outcomes assess` does.
//   dotnet run samples/assess.cs -- samples/demo/assessments.csv samples/demo/infusions.csv
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

using var assessments = File.OpenRead(args[0]);
using var infusions = args.Length > 1 ? File.OpenRead(args[1]) : null;
var tables = CourseTables.Read(Source(assessments)!, Source(infusions));
foreach (var error in tables.Errors.Append(tables.Error).OfType<TableError>())
{
    Console.Error.WriteLine(error);
}

var options = new AssessmentOptions { HasTreatments = infusions is not null, IncludeTreatment = infusions is not null };
using (var table = IndicatorTable.Create(Console.OpenStandardOutput(), TableFormat.Csv))
{
    foreach (var course in tables.Courses)
    {
        foreach (var result in CourseAssessment.Assess(course, options).Results)
        {
            table.Write(result);
        }
    }
}

return tables.ExitCode;

static TableSource? Source(FileStream? file) => file is null ? null : new TableSource(file, Path.GetFileName(file.Name), TableFormat.Csv);
