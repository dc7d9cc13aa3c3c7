using System.Numerics.Tensors;

namespace MlNetXai.Networks.Kernels;

/// <summary>Sizes of a convolution.</summary>
internal readonly record struct ConvolutionShape(int Inputs, int Outputs, int Kernel, int Stride, int Dilation, int Groups)
{
    public int GroupInputs => Inputs / Groups;

    public int GroupOutputs => Outputs / Groups;

    public int WeightLength => Outputs * GroupInputs * Kernel;
}

/// <summary>Weights of a convolution as its kernels want them, group by group.</summary>
/// <remarks>
/// Forward: row u·inputs + i, column o. Back, for the input's gradient: with stride s, tap j of window t lies at padded step s·t + j·dilation, so the inputs at padded steps
/// s·m + r (phase r) see the taps j with j·dilation ≡ r (mod s) alone, each of window m − (j·dilation − r)/s. A phase is a convolution of the output's gradient with stride 1:
/// row u·outputs + o, column i, taps in descending order. Made when first asked for: scoring does not need it.
/// </remarks>
internal sealed class ConvolutionWeights
{
    private const int OutputsAtOnce = 16;

    private readonly ConvolutionShape _shape;
    private readonly int _lanes;
    private readonly Lock _making = new();
    private float[] _source = [];
    private ConvolutionMatrix[][]? _back;

    public ConvolutionWeights(ConvolutionShape shape, int lanes)
    {
        (_shape, _lanes) = (shape, lanes);
        Forward = [.. Enumerable.Range(0, shape.Groups).Select(_ => new ConvolutionMatrix(shape.Kernel * shape.GroupInputs, shape.GroupOutputs, lanes))];
        Phases = [.. Enumerable.Range(0, shape.Stride).Select(phase => new ConvolutionPhase(shape, phase))];
    }

    /// <summary>By group.</summary>
    public ConvolutionMatrix[] Forward { get; }

    /// <summary>Which taps each phase has.</summary>
    public ConvolutionPhase[] Phases { get; }

    /// <summary>By group, then by phase; null for a phase without taps.</summary>
    public ConvolutionMatrix?[][] Back
    {
        get
        {
            lock (_making)
            {
                if (_back is null)
                {
                    _back = [.. Forward.Select(_ => Phases.Select(phase => new ConvolutionMatrix(phase.Taps.Length * _shape.GroupOutputs, _shape.GroupInputs, _lanes)).ToArray())];
                    FillBack(_source);
                    _source = [];
                }

                return _back;
            }
        }
    }

    /// <summary>Takes other weights, <c>[output, input of the group, tap]</c>.</summary>
    public void Fill(ReadOnlySpan<float> weights)
    {
        int[] taps = [.. Enumerable.Range(0, _shape.Kernel)];
        int length = _shape.WeightLength / _shape.Groups;
        for (int g = 0; g < Forward.Length; g++)
            Forward[g].Fill(weights.Slice(g * length, length), taps, _shape.GroupInputs, _shape.Kernel, _shape.GroupInputs * _shape.Kernel);
        if (_back is null)
            _source = weights[.._shape.WeightLength].ToArray();
        else
            FillBack(weights);
    }

    /// <summary>Adds a gradient in the layout of <see cref="Forward"/>, group after group, to one in the order of the weights.</summary>
    public static void Unpack(ConvolutionShape shape, int paddedColumns, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        // A few outputs at once: they are neighbours in the gradient, as taps are in the weights.
        int depth = shape.Kernel * shape.GroupInputs;
        float[] few = new float[OutputsAtOnce * shape.Kernel];
        for (int group = 0; group < shape.Groups; group++)
        {
            ReadOnlySpan<float> own = gradient.Slice(group * depth * paddedColumns, depth * paddedColumns);
            for (int column = 0; column < shape.GroupOutputs; column += OutputsAtOnce)
            {
                int count = Math.Min(OutputsAtOnce, shape.GroupOutputs - column);
                for (int i = 0; i < shape.GroupInputs; i++)
                {
                    for (int j = 0; j < shape.Kernel; j++)
                    {
                        ReadOnlySpan<float> outputs = own.Slice((((j * shape.GroupInputs) + i) * paddedColumns) + column, count);
                        for (int o = 0; o < outputs.Length; o++)
                            few[(o * shape.Kernel) + j] = outputs[o];
                    }

                    for (int o = 0; o < count; o++)
                    {
                        Span<float> taps = weights.Slice(((((group * shape.GroupOutputs) + column + o) * shape.GroupInputs) + i) * shape.Kernel, shape.Kernel);
                        TensorPrimitives.Add(taps, few.AsSpan(o * shape.Kernel, shape.Kernel), taps);
                    }
                }
            }
        }
    }

    private void FillBack(ReadOnlySpan<float> weights)
    {
        int length = _shape.WeightLength / _shape.Groups;
        for (int g = 0; g < _back!.Length; g++)
        {
            for (int phase = 0; phase < Phases.Length; phase++)
                _back[g][phase].Fill(weights.Slice(g * length, length), Phases[phase].Taps, _shape.GroupOutputs, _shape.GroupInputs * _shape.Kernel, _shape.Kernel);
        }
    }
}

/// <summary>Taps that the inputs of a phase see, in descending order, so that the windows they belong to ascend.</summary>
internal sealed class ConvolutionPhase
{
    public ConvolutionPhase(ConvolutionShape shape, int phase)
    {
        Taps = [.. Enumerable.Range(0, shape.Kernel).Reverse().Where(tap => ((tap * shape.Dilation) - phase) % shape.Stride == 0)];
        Offsets = [.. Taps.Select(tap => ((tap * shape.Dilation) - phase) / shape.Stride)];
    }

    public int[] Taps { get; }

    /// <summary>For each tap, how many windows before m.</summary>
    public int[] Offsets { get; }

    /// <summary>Windows from a tap's to the next one's.</summary>
    public int Distance => Taps.Length > 1 ? Offsets[0] - Offsets[1] : 1;
}
