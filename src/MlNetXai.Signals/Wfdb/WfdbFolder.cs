namespace MlNetXai.Signals.Wfdb;

/// <summary>Which records a folder holds.</summary>
public static class WfdbFolder
{
    /// <summary>Paths of records, without ".hea": of a folder those its <c>RECORDS</c> file lists, in that order, else all <c>*.hea</c>, sorted; of a record itself.</summary>
    /// <param name="path">A folder, or a record with or without ".hea".</param>
    /// <exception cref="WfdbException">There is neither, or the folder holds no record.</exception>
    public static IReadOnlyList<string> Records(string path)
    {
        if (!Directory.Exists(path))
        {
            string header = WfdbFiles.HeaderPath(path);
            return File.Exists(header)
                ? [header[..^4]]
                : throw new WfdbException($"{path}: there is neither such a folder nor a record '{header}'. Check the path.", path);
        }

        string list = Path.Combine(path, "RECORDS");
        string[] records = File.Exists(list)
            ? [.. Listed(list)]
            : [.. Directory.EnumerateFiles(path, "*.hea").Order(StringComparer.Ordinal).Select(file => file[..^4])];
        return records.Length > 0
            ? records
            : throw new WfdbException($"{path}: a folder without records: it needs a RECORDS file that lists some, or *.hea files. Check the path, or fetch a data set into it.", path);
    }

    private static IEnumerable<string> Listed(string list)
    {
        string[] lines = WfdbFiles.ReadText(list, WfdbFiles.Open).Split('\n', StringSplitOptions.TrimEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            if (!WfdbFiles.IsInside(lines[i]))
                throw new WfdbException($"{list}, line {i + 1}: '{lines[i]}' is not inside the folder. Name records of the folder, without '..'.", list, $"line {i + 1}");
            yield return WfdbFiles.Beside(list, lines[i]);
        }
    }
}
