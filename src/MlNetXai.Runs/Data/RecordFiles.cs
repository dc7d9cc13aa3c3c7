using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Runs.Data;

/// <summary>The files that WFDB records consist of.</summary>
internal static class RecordFiles
{
    /// <summary>Header, signal and annotation files of records, relative to the folder, each once.</summary>
    /// <param name="folder">Folder of the records.</param>
    /// <param name="records">Paths of records, without ".hea".</param>
    /// <param name="annotator">Extension of the annotation files.</param>
    /// <exception cref="WfdbException">A header is absent or damaged.</exception>
    public static IReadOnlyList<string> Of(string folder, IEnumerable<string> records, string annotator)
    {
        List<string> files = [];
        foreach (string record in records)
        {
            Add(record);
            files.Add($"{record}.{annotator}");
        }

        return [.. files.Select(file => Path.GetRelativePath(folder, file)).Distinct(StringComparer.Ordinal)];

        void Add(string record)
        {
            WfdbHeader header = WfdbHeader.Parse(record);
            string home = Path.GetDirectoryName(record) ?? "";
            files.Add(record + ".hea");
            files.AddRange(header.Signals.Where(signal => signal.FileName != "~").Select(signal => Path.Combine(home, signal.FileName)));
            foreach (WfdbSegment segment in header.Segments.Where(segment => !segment.IsGap))
                Add(Path.Combine(home, segment.Name));
        }
    }
}
