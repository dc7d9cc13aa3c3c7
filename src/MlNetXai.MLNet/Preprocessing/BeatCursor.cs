using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Goes through the beats of one record after another.</summary>
internal sealed class BeatCursor : DataViewRowCursor
{
    private static readonly Dictionary<string, byte> BeatCodes = Enumerable.Range(1, AnnotationCodes.Highest)
        .Where(code => AnnotationCodes.IsBeat((byte)code))
        .ToDictionary(code => AnnotationCodes.Symbol((byte)code), code => (byte)code, StringComparer.Ordinal);

    private readonly DataViewRowCursor _input;
    private readonly SegmentBeatsTransformer _step;
    private readonly RecordReader _record;
    private readonly ValueGetter<VBuffer<long>> _peaks;
    private readonly ValueGetter<VBuffer<long>> _annotationSamples;
    private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _annotationSymbols;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly RowColumns _columns;
    private readonly int[] _leads;
    private IReadOnlyList<(int R, string Label)> _beats = [];
    private int _beat = -1;
    private long _position = -1;
    private bool _ended;
    private SyntheticTruth? _truth;

    public BeatCursor(DataViewRowCursor input, SegmentBeatsTransformer step, DataViewSchema schema, IEnumerable<DataViewSchema.Column> active)
    {
        (_input, _step, Schema) = (input, step, schema);
        _record = new(input, step.Signal);
        _peaks = input.GetGetter<VBuffer<long>>(step.Peaks.Find(input.Schema));
        _annotationSamples = input.GetGetter<VBuffer<long>>(RecordSteps.AnnotationSample.Find(input.Schema));
        _annotationSymbols = input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(RecordSteps.AnnotationSymbol.Find(input.Schema));
        _id = input.GetIdGetter();
        _leads = new int[step.Options.Leads.Count];
        _columns = new(schema, active, column => MakeGetter(schema[column].Name));
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _ended ? -1 : _position;

    public override long Batch => _input.Batch;

    private (int R, string Label) Beat => !_ended && _beat >= 0
        ? _beats[_beat]
        : throw new InvalidOperationException("The cursor stands on no beat: read values between a MoveNext that gave true and the next one.");

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.Getter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        DataViewRowId record = default;
        _id(ref record);
        id = record.Combine(new((ulong)Beat.R, 0));
    };

    public override bool MoveNext()
    {
        while (!_ended)
        {
            if (++_beat < _beats.Count)
            {
                _position++;
                return true;
            }

            _ended = !_input.MoveNext();
            _beat = -1;
            _truth = null;
            _beats = _ended ? [] : FindBeats();
        }

        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private IReadOnlyList<(int R, string Label)> FindBeats()
    {
        _record.Read();
        if (!FindLeads())
            return [];

        string place = EcgRecording.Place(_record.Name, _record.Leads[_leads[0]]);
        if (_record.SamplingRateHz != (float)_step.Rules.SamplingRateHz)
        {
            throw new BeatException(
                $"{place}: the sampling rate is {_record.SamplingRateHz} Hz and must be {_step.Rules.SamplingRateHz} Hz, the model's. Resample the record, or leave it out.");
        }

        var beats = RecordBeats.Label(ReadPeaks(place), _record.Steps, ReadAnnotations(), _step.Rules);
        if (beats.Kept.Count == 0)
            throw new BeatException($"{place}: no beats found; a record must have at least one whole beat. Choose another lead, or leave the record out.");
        if (_step.Options.Beats == BeatChoice.OfClasses)
            return [.. beats.Rows];

        Dictionary<int, string> labels = beats.Rows.ToDictionary(row => row.R, row => row.Label);
        return [.. beats.Kept.Select(r => (r, labels.GetValueOrDefault(r, "")))];
    }

    private bool FindLeads()
    {
        List<string> warnings = [];
        int found = 0;
        foreach (LeadChoice choice in _step.Options.Leads)
        {
            if (choice.Find(_record.Name, _record.Leads, warnings) is int lead)
                _leads[found++] = lead;
        }

        _step.Warn(warnings);
        return found == _leads.Length;
    }

    private int[] ReadPeaks(string place)
    {
        VBuffer<long> peaks = default;
        _peaks(ref peaks);
        int[] r = new int[peaks.Length];
        int i = 0;
        foreach (long peak in peaks.DenseValues())
        {
            if (peak < 0 || peak >= _record.Steps || (i > 0 && peak <= r[i - 1]))
            {
                throw new BeatException(
                    $"{place}: R peak {i} is at sample {peak}; peaks must lie within the {_record.Steps} samples and ascend. Take them from DetectBeats.", position: $"peak {i}");
            }

            r[i++] = (int)peak;
        }

        return r;
    }

    // Only annotations that mark beats give labels.
    private List<Annotation> ReadAnnotations()
    {
        VBuffer<long> samples = default;
        VBuffer<ReadOnlyMemory<char>> symbols = default;
        _annotationSamples(ref samples);
        _annotationSymbols(ref symbols);
        if (samples.Length != symbols.Length)
        {
            throw new BeatException(
                $"{_record.Name}: {samples.Length} annotations have a sample and {symbols.Length} a symbol, and each must have both. "
                + $"Check the columns {RecordColumns.AnnotationSample} and {RecordColumns.AnnotationSymbol}.");
        }

        List<Annotation> annotations = new(samples.Length);
        foreach ((long sample, ReadOnlyMemory<char> symbol) in samples.DenseValues().Zip(symbols.DenseValues()))
        {
            if (BeatCodes.TryGetValue(symbol.ToString(), out byte code))
                annotations.Add(new(sample, code));
        }

        return annotations;
    }

    private Delegate MakeGetter(string column) => column switch
    {
        BeatColumns.Features => (ValueGetter<VBuffer<float>>)GetFeatures,
        BeatColumns.Label => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Beat.Label.AsMemory()),
        BeatColumns.Patient => GetPatient(),
        BeatColumns.Record => (ValueGetter<ReadOnlyMemory<char>>)GetRecord,
        BeatColumns.BeatSample => (ValueGetter<long>)((ref long value) => value = Beat.R),
        BeatColumns.Evidence => GetEvidence(),
        BeatColumns.Waves => GetWaves(),
        _ => throw new UnreachableException(),
    };

    private void GetFeatures(ref VBuffer<float> value)
    {
        int first = Beat.R - _step.Window.Before, steps = _step.Window.Before + _step.Window.After;
        ReadOnlySpan<float> signal = _record.Signal;
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, steps * _leads.Length);
        for (int step = 0, at = 0; step < steps; step++)
        {
            foreach (int lead in _leads)
            {
                float sample = signal[((first + step) * _record.Leads.Count) + lead];
                if (float.IsNaN(sample))
                {
                    throw new BeatException(
                        $"{EcgRecording.Place(_record.Name, _record.Leads[lead])}: sample {first + step} is invalid; every sample of a beat must have a value. "
                        + "Choose another lead, or leave the record out.",
                        position: $"sample {first + step}");
                }

                editor.Values[at++] = sample;
            }
        }

        value = editor.Commit();
    }

    private void GetRecord(ref ReadOnlyMemory<char> value)
    {
        _ = Beat;
        value = _record.Name.AsMemory();
    }

    private ValueGetter<ReadOnlyMemory<char>> GetPatient()
    {
        ValueGetter<ReadOnlyMemory<char>> patient = _input.GetGetter<ReadOnlyMemory<char>>(RecordSteps.Patient.Find(_input.Schema));
        return (ref ReadOnlyMemory<char> value) =>
        {
            _ = Beat;
            patient(ref value);
        };
    }

    private ValueGetter<VBuffer<float>> GetEvidence()
    {
        Func<BeatTruth?> truth = Truth();
        return (ref VBuffer<float> value) =>
        {
            BeatTruth? beat = truth();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _step.Window.Before + _step.Window.After);
            for (int step = 0; step < editor.Values.Length; step++)
                editor.Values[step] = beat?.Evidence[step] == true ? 1 : 0;
            value = editor.Commit();
        };
    }

    private ValueGetter<VBuffer<float>> GetWaves()
    {
        Func<BeatTruth?> truth = Truth();
        int before = _step.Window.Before;
        return (ref VBuffer<float> value) =>
            WaveColumn.Write(truth()?.Waves.Select(wave => new WaveBounds(wave.Name, before + wave.Onset, before + wave.Peak, before + wave.End)) ?? [], ref value);
    }

    /// <summary>What the beat is made of; null for one that the generator did not make.</summary>
    private Func<BeatTruth?> Truth()
    {
        ValueGetter<ReadOnlyMemory<char>> text = _input.GetGetter<ReadOnlyMemory<char>>(RecordSteps.Truth.Find(_input.Schema));
        return () =>
        {
            int r = Beat.R;
            if (_truth is null)
            {
                ReadOnlyMemory<char> truth = default;
                text(ref truth);
                _truth = SyntheticTruth.Parse(truth.ToString(), $"{_record.Name}, column {RecordColumns.Truth}");
            }

            return _truth.TryBeat(r, _step.Window.Before, _step.Window.After, out BeatTruth? beat) ? beat : null;
        };
    }
}
