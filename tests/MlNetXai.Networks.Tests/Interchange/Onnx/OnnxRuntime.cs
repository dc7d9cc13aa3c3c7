using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>ONNX Runtime in one Node process: what others make of our files. Tests that need it are reported as skipped, by name, where it is absent.</summary>
public sealed class OnnxRuntime : IDisposable
{
    private const string Package = "onnxruntime-node";
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    /// <summary>What a session said of its file, and the scores.</summary>
    internal sealed record Answer(string Input, string Output, int[] Shape, float[] Scores);

    /// <summary>Scores rows <c>[row, step, channel]</c> with an ONNX file.</summary>
    internal Answer Score(string model, Batch batch)
    {
        _process ??= Start();
        (string input, string output) = (_folder.File("input"), _folder.File("output"));
        File.WriteAllBytes(input, MemoryMarshal.AsBytes(batch.Values));
        _process.StandardInput.WriteLine(new JsonObject
        {
            ["model"] = model,
            ["input"] = input,
            ["shape"] = new JsonArray(batch.Rows, batch.Steps, batch.Channels),
            ["output"] = output,
        }.ToJsonString());
        _process.StandardInput.Flush();

        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Package} ended while it scored {model}: {_process.StandardError.ReadToEnd()}");
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out JsonElement error))
            throw new InvalidOperationException($"{Package} refuses {Path.GetFileName(model)}: {error.GetString()}");
        return new(
            answer.RootElement.GetProperty("inputs")[0].GetString()!, answer.RootElement.GetProperty("outputs")[0].GetString()!,
            [.. answer.RootElement.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())],
            MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)).ToArray());
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private static Process Start()
    {
        string? root = Environment.GetEnvironmentVariable("MLNETXAI_ONNXRUNTIME");
        if (string.IsNullOrEmpty(root))
        {
            string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache))
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            root = Path.Combine(cache, "mlnetxai", Package);
        }

        if (!File.Exists(Path.Combine(root, "node_modules", Package, "package.json")))
            Assert.Skip($"npm's '{Package}' is absent: .ci/run installs it, or set MLNETXAI_ONNXRUNTIME to a folder where 'npm ci' was run on tests/MlNetXai.Networks.Tests/OnnxRuntime.");
        try
        {
            return Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root(), "tests", "MlNetXai.Networks.Tests", "OnnxRuntime", "score.mjs"), root])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node.js is absent: 'node' is not found on the path.");
            throw;
        }
    }
}
