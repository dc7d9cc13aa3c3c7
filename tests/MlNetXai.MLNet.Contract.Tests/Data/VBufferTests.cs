using System.Text.Json;
using Microsoft.ML.Data;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Data;

public sealed class VBufferTests
{
    private static readonly VBuffer<float> Sparse = new(6, 2, [5, 7], [1, 4]);

    [Fact]
    public void Members_DenseAndSparse_AreAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement[] cases = [.. golden.RootElement.GetProperty("vbuffer").GetProperty("cases").EnumerateArray()];
        VBuffer<float>[] buffers =
        [
            new(4, [1, 0, 3, 0]), Sparse, new(2, 2, [5, 7], [0, 1]), default, new(5, 0, [], []),
            Part(Sparse, 1, 4), Dense(Sparse), Truncated(), Filled(),
        ];

        Assert.Equal(cases.Length, buffers.Length);
        foreach ((JsonElement expected, VBuffer<float> buffer) in cases.Zip(buffers))
            Assert.Equal(Normal(expected), Describe(expected.GetProperty("name").GetString()!, buffer));
    }

    [Fact]
    public void CopyTo_SpanWithIndexAndDefault_IsAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement expected = golden.RootElement.GetProperty("vbuffer").GetProperty("spanCopy");
        float[] destination = new float[7];
        Array.Fill(destination, expected.GetProperty("fill").GetSingle());

        Sparse.CopyTo(destination, expected.GetProperty("destinationIndex").GetInt32(), expected.GetProperty("defaultValue").GetSingle());

        Assert.Equal(expected.GetProperty("result").EnumerateArray().Select(v => v.GetSingle()), destination);
    }

    [Fact]
    public void GetItemOrDefault_StoredAndNot_IsAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");

        float notStored = -1;
        Sparse.GetItemOrDefault(2, ref notStored);

        Assert.Equal(golden.RootElement.GetProperty("vbuffer").GetProperty("itemOrDefault").EnumerateArray().Select(v => v.GetSingle()), [Sparse.GetItemOrDefault(1), notStored]);
    }

    [Fact]
    public void Constructor_WrongSizes_ThrowsAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement[] expected = [.. golden.RootElement.GetProperty("vbufferErrors").EnumerateArray()];
        Action[] actions =
        [
            () => _ = new VBuffer<float>(3, [1, 2]),
            () => _ = new VBuffer<float>(-1, []),
            () => _ = new VBuffer<float>(5, 2, [1, 2], [0]),
            () => _ = new VBuffer<float>(2, 3, [1, 2, 3], [0, 1, 2]),
            () => _ = new VBuffer<float>(5, 2, [1, 2], [3, 1]),
            () => Sparse.GetItemOrDefault(6),
        ];

        Assert.Equal(expected.Length, actions.Length);
        foreach ((JsonElement wanted, Action action) in expected.Zip(actions))
        {
            Exception? error = Errors.Innermost(action);
            Assert.Equal(wanted.ValueKind == JsonValueKind.Number ? null : wanted.GetProperty("error").GetString(), error?.GetType().Name);
        }
    }

    [Fact]
    public void VBufferEditor_BufferLargeEnough_UsesItsArraysAgain()
    {
        VBuffer<float> buffer = new(4, [1, 2, 3, 4]);

        VBufferEditor<float> smaller = VBufferEditor.Create(ref buffer, 3);
        smaller.Values[0] = 9;
        VBufferEditor<float> larger = VBufferEditor.Create(ref buffer, 5);

        Assert.False(smaller.CreatedNewValues);
        Assert.Equal(9, buffer.GetItemOrDefault(0));
        Assert.Equal([9, 2, 3], smaller.Commit().DenseValues());
        Assert.True(larger.CreatedNewValues);
    }

    [Fact]
    public void VBufferEditor_KeepOldOnResize_StartsWithOldContent()
    {
        VBuffer<float> buffer = new(2, [1, 2]);

        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 3, keepOldOnResize: true);
        editor.Values[2] = 3;

        Assert.Equal([1, 2, 3], editor.Commit().DenseValues());
    }

    [Fact]
    public void VBufferEditor_CreateFromBuffer_HasSizeAndContent()
    {
        VBuffer<float> buffer = Dense(new(3, 1, [5], [1])), sparse = new(6, 2, [5, 7], [1, 4]);

        VBufferEditor<float> dense = VBufferEditor.CreateFromBuffer(ref buffer), stored = VBufferEditor.CreateFromBuffer(ref sparse);

        Assert.Equal([0, 5, 0], dense.Values.ToArray());
        Assert.Equal([1, 4], stored.Indices.ToArray());
    }

    [Fact]
    public void CopyTo_Buffer_SharesNoMemory()
    {
        VBuffer<float> source = new(2, [1, 2]), copy = default;

        source.CopyTo(ref copy);
        VBufferEditor.CreateFromBuffer(ref copy).Values[0] = 9;

        Assert.Equal([1, 2], source.DenseValues());
    }

    [Fact]
    public void Copy_PartOfAnArray_IsDense()
    {
        VBuffer<int> buffer = default;

        VBuffer<int>.Copy([1, 2, 3, 4], 1, ref buffer, 2);

        Assert.Equal([2, 3], buffer.DenseValues());
    }

    [Fact]
    public void CopyTo_SpanTooShort_Throws() => Assert.ThrowsAny<ArgumentException>(() => Sparse.CopyTo(new float[5]));

    private static VBuffer<float> Part(VBuffer<float> source, int index, int length)
    {
        VBuffer<float> part = default;
        source.CopyTo(ref part, index, length);
        return part;
    }

    private static VBuffer<float> Dense(VBuffer<float> source)
    {
        VBuffer<float> dense = default;
        source.CopyToDense(ref dense);
        return dense;
    }

    private static VBuffer<float> Truncated()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 5, 3);
        (editor.Values[0], editor.Values[1]) = (1, 2);
        (editor.Indices[0], editor.Indices[1]) = (0, 3);
        return editor.CommitTruncated(2);
    }

    private static VBuffer<float> Filled()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 3);
        editor.Values.Fill(4);
        return editor.Commit();
    }

    private static string Describe(string name, VBuffer<float> buffer) => JsonSerializer.Serialize(new
    {
        name,
        buffer.Length,
        buffer.IsDense,
        values = buffer.GetValues().ToArray(),
        indices = buffer.GetIndices().ToArray(),
        denseValues = buffer.DenseValues().ToArray(),
        items = buffer.Items().Select(item => new[] { item.Key, item.Value }).ToArray(),
        itemsAll = buffer.Items(all: true).Select(item => new[] { item.Key, item.Value }).ToArray(),
    });

    private static string Normal(JsonElement element) => JsonSerializer.Serialize(element);
}
