using System.Globalization;
using KetamineOutcomes.Validators;

// Validators FOLDER COUNT: COUNT made-up forms of each instrument and twice as many courses, with all that is written of them.
if (args is not [var folder, var count] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var forms))
{
    Console.Error.WriteLine("usage: Validators FOLDER COUNT");
    return 2;
}

Samples.Write(folder, forms);
return 0;
