using System.Text.Json;
using MlNetXai.Tests;

namespace MlNetXai.Networks.Tests.Training;

/// <summary>What PyTorch's optimisers, schedules and losses give, from <c>Golden/training/make_torch_numbers.py</c>.</summary>
internal sealed class TorchNumbers : IDisposable
{
    private readonly JsonDocument _json = Golden.Json("training/torch.json");

    public JsonElement this[string name] => _json.RootElement.GetProperty(name);

    public static double[] Array(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];

    public static float[] Floats(JsonElement values) => [.. Array(values).Select(value => (float)value)];

    public void Dispose() => _json.Dispose();
}
