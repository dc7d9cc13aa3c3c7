using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Training;
using MlNetXai.Runs;
using MlNetXai.Signals.Beats;

namespace MlNetXai.Cli.Pipelines;

/// <summary>New recordings, cut into the beats that a network reads; annotations are not looked at.</summary>
internal sealed class BeatSource
{
    private BeatSource(IDataView beats, int recordings, IReadOnlyList<LeadChoice> leads) => (Beats, Recordings, Leads) = (beats, recordings, leads);

    /// <summary>Rows, read lazily: one recording at a time is in memory.</summary>
    public IDataView Beats { get; }

    /// <summary>Recordings found.</summary>
    public int Recordings { get; }

    /// <summary>Leads of a row.</summary>
    public IReadOnlyList<LeadChoice> Leads { get; }

    /// <summary>Opens recordings and sees that the network reads their beats.</summary>
    /// <param name="context">Receives warnings in its log.</param>
    /// <param name="input">A WFDB record or a folder.</param>
    /// <param name="network">Who reads the beats.</param>
    /// <param name="leads">Leads of a row; null: the first ones.</param>
    /// <param name="samplingRateHz">Rate of the network's rows, or null: as the network says.</param>
    /// <exception cref="MlNetXaiException">The recordings cannot be read, or their rate, beats or leads are not those of the network.</exception>
    public static BeatSource Open(MLContext context, string input, NetworkTransformer network, IReadOnlyList<LeadChoice>? leads, double? samplingRateHz)
    {
        RowShape shape = network.Model.InputShape;
        leads ??= [.. Enumerable.Range(0, shape.Channels).Select(channel => new LeadChoice { Channel = channel })];
        if (leads.Count != shape.Channels)
            throw new UsageException($"{leads.Count} leads are given, but the network '{network.Model.Name}' reads {shape.Channels}. Give as many, in the order of its training.");
        double rate = samplingRateHz ?? network.SamplingRateHz
            ?? throw new UsageException($"the network '{network.Model.Name}' does not say the sampling rate of its rows. Give it with --sampling-rate.");

        // One lead is chosen where it is read, as in training; several are read together.
        bool isOne = leads.Count == 1;
        IDataView recordings = context.Data.LoadFromWfdb(input, new() { Lead = isOne ? leads[0] : null, Annotator = null, Environment = context });
        int count = RequireRate(recordings, rate);
        SegmentBeatsOptions cut = new() { Beats = BeatChoice.All, SamplingRateHz = rate, Leads = isOne ? [new()] : leads, Environment = context };
        IDataView beats = context.Transforms.BandpassFilter("Signal")
            .Append(context.Transforms.DetectBeats("RPeaks", "Signal", new() { Lead = cut.Leads[0], Environment = context }))
            .Append(context.Transforms.SegmentBeats(cut))
            .Fit(recordings)
            .Transform(recordings);
        int steps = ((VectorDataViewType)beats.Schema["Features"].Type).Dimensions[0];
        return steps == shape.Steps
            ? new(beats, count, leads)
            : throw new RunException(
                $"{input}: a beat of 200 ms before to 400 ms after R has {steps} samples at {rate} Hz, but the network '{network.Model.Name}' reads {shape}. "
                + "Use a network that was trained on such beats.",
                input);
    }

    private static int RequireRate(IDataView recordings, double rate)
    {
        DataViewSchema.Column name = recordings.Schema["Record"], hertz = recordings.Schema["SamplingRateHz"];
        using DataViewRowCursor cursor = recordings.GetRowCursor([name, hertz]);
        ValueGetter<ReadOnlyMemory<char>> getName = cursor.GetGetter<ReadOnlyMemory<char>>(name);
        ValueGetter<float> getRate = cursor.GetGetter<float>(hertz);
        ReadOnlyMemory<char> record = default;
        float found = 0;
        int count = 0;
        for (; cursor.MoveNext(); count++)
        {
            getRate(ref found);
            if (found == (float)rate)
                continue;
            getName(ref record);
            throw new RunException($"{record}: the sampling rate is {found} Hz, but the network was trained at {rate} Hz. Resample the recording, or use a network of its rate.");
        }

        return count;
    }
}
