using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Synthesis;

namespace MlNetXai.MLNet.Loading;

/// <summary>A row from the files of a WFDB record.</summary>
internal sealed class WfdbRecordRow(EcgRecording recording, string patient, string? annotator, WarningLog log) : RecordRow
{
    public override string Record => recording.Name;

    public override string Patient => patient;

    public override float SamplingRateHz => (float)recording.SamplingRateHz;

    public override IReadOnlyList<string> Leads => recording.Leads;

    public override IReadOnlyList<Annotation> Annotations => field ??= ReadAnnotations();

    public override string Truth =>
        field ??= SyntheticTruth.Load(Path.GetDirectoryName(recording.HeaderPath) ?? "", Path.GetFileNameWithoutExtension(recording.HeaderPath)).ToJson();

    public override void ReadSignal(ref VBuffer<float> signal)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref signal, recording.RequireSamples() * recording.Leads.Count);
        recording.Read(editor.Values);
        signal = editor.Commit();
        log.Add(recording.Warnings);
    }

    private IReadOnlyList<Annotation> ReadAnnotations()
    {
        if (annotator is null)
            return [];
        List<string> warnings = [];
        IReadOnlyList<Annotation> annotations = recording.ReadAnnotations(annotator, warnings);
        log.Add(warnings);
        return annotations;
    }
}
