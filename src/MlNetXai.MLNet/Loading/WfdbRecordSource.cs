using Microsoft.ML.Runtime;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.PhysioNet;

namespace MlNetXai.MLNet.Loading;

/// <summary>WFDB records by their headers' paths; each distinct warning goes to the log once.</summary>
internal sealed class WfdbRecordSource(IReadOnlyList<string> headers, WfdbLoaderOptions options) : IRecordSource
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _patients = PatientsByFolder(headers, options);
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public int Count => headers.Count;

    public bool MayLeaveOut => options.Lead is { Missing: MissingLeadPolicy.Skip };

    public RecordRow? Open(int index)
    {
        List<string> warnings = [];
        EcgRecording? recording = EcgRecording.Open(headers[index], options.Lead, warnings);
        warnings.ForEach(Warn);
        return recording is null
            ? null
            : new WfdbRecordRow(recording, _patients[Folder(headers[index])].GetValueOrDefault(recording.Name, recording.Name), options.Annotator, Warn);
    }

    private static string Folder(string header) => Path.GetDirectoryName(header) ?? "";

    private static Dictionary<string, IReadOnlyDictionary<string, string>> PatientsByFolder(IReadOnlyList<string> headers, WfdbLoaderOptions options) =>
        headers.GroupBy(Folder, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => options.PatientOfRecord ?? MitBih.PatientOfRecord(group.Key, [.. group.Select(header => Path.GetFileNameWithoutExtension(header))]),
            StringComparer.Ordinal);

    private void Warn(string warning)
    {
        lock (_gate)
        {
            if (options.Environment is null || !_warned.Add(warning))
                return;
        }

        using IChannel channel = options.Environment.Start(nameof(WfdbLoader));
        channel.Warning(MessageSensitivity.None, "{0}", warning);
    }
}
