using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.PhysioNet;

namespace MlNetXai.MLNet.Loading;

/// <summary>WFDB records by their headers' paths.</summary>
internal sealed class WfdbRecordSource(IReadOnlyList<string> headers, WfdbLoaderOptions options) : IRecordSource
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _patients = PatientsByFolder(headers, options);
    private readonly WarningLog _log = new(options.Environment, nameof(WfdbLoader));

    public int Count => headers.Count;

    public bool MayLeaveOut => options.Lead is { Missing: MissingLeadPolicy.Skip };

    public RecordRow? Open(int index)
    {
        List<string> warnings = [];
        EcgRecording? recording = EcgRecording.Open(headers[index], options.Lead, warnings);
        _log.Add(warnings);
        return recording is null
            ? null
            : new WfdbRecordRow(recording, _patients[Folder(headers[index])].GetValueOrDefault(recording.Name, recording.Name), options.Annotator, _log);
    }

    private static string Folder(string header) => Path.GetDirectoryName(header) ?? "";

    private static Dictionary<string, IReadOnlyDictionary<string, string>> PatientsByFolder(IReadOnlyList<string> headers, WfdbLoaderOptions options) =>
        headers.GroupBy(Folder, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => options.PatientOfRecord ?? MitBih.PatientOfRecord(group.Key, [.. group.Select(header => Path.GetFileNameWithoutExtension(header))]),
            StringComparer.Ordinal);
}
