using System.Globalization;
using FsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Transforms;

/// <summary>Steps on vectors give the same for a sparse vector as for its dense form, and what they undo they undo.</summary>
public sealed class StepPropertyTests
{
    private static readonly MLContext Context = new(seed: 1);

    // Items of a vector; null for one that is not stored.
    private static readonly Gen<float?[]> Items = Gen.Sized(size =>
        Gen.ArrayOf(Gen.Frequency(Tuple.Create(2, Gen.Constant((float?)null)), Tuple.Create(1, Gen.Choose(-9, 9).Select(v => (float?)v)))).Resize(size));

    [Fact]
    public void Concatenate_AnyVectors_JoinsTheirDenseForms() => Check(Items.Two(), pair =>
    {
        IDataView rows = Context.Data.LoadFromEnumerable(new[] { new Row { V = Make(pair.Item1), W = Make(pair.Item2), X = 5 } });

        VBuffer<float> joined = Context.Transforms.Concatenate("Out", "V", "X", "W").Fit(rows).Transform(rows).GetColumn<VBuffer<float>>("Out").Single();

        Assert.Equal(Make(pair.Item1).DenseValues().Append(5).Concat(Make(pair.Item2).DenseValues()), joined.DenseValues());
        Assert.True(joined.GetIndices().ToArray().SequenceEqual(joined.GetIndices().ToArray().Distinct().Order()));
    });

    [Fact]
    public void ConvertType_AnyVector_ConvertsItsDenseForm() => Check(Items, items =>
    {
        IDataView rows = Context.Data.LoadFromEnumerable(new[] { new Row { V = Make(items) } });

        IDataView data = Context.Transforms.Conversion.ConvertType("Out", "V", DataKind.Double).Fit(rows).Transform(rows);

        Assert.Equal(items.Select(item => (double)(item ?? 0)), data.GetColumn<VBuffer<double>>("Out").Single().DenseValues());
    });

    [Fact]
    public void ConvertType_AnyVectorToText_WritesZerosThatAreNotStored()
    {
        Builtin.Require("what becomes of items that are not stored is recorded for numbers only");
        Check(Items, items =>
        {
            IDataView rows = Context.Data.LoadFromEnumerable(new[] { new Row { V = Make(items) } });

            IDataView data = Context.Transforms.Conversion.ConvertType("Out", "V", DataKind.String).Fit(rows).Transform(rows);

            Assert.Equal(
                items.Select(item => (item ?? 0).ToString(CultureInfo.InvariantCulture)),
                data.GetColumn<VBuffer<ReadOnlyMemory<char>>>("Out").Single().DenseValues().Select(text => text.ToString()));
        });
    }

    [Fact]
    public void MapKeyToValue_AfterMapValueToKey_GivesTheValuesBack() => Check(Items, items =>
    {
        // Fitted on no values at all there would be no keys.
        items = [.. items, 10];
        IDataView rows = Context.Data.LoadFromEnumerable(new[] { new Row { V = Make(items) } });

        IDataView data = Context.Transforms.Conversion.MapValueToKey("Key", "V").Append(Context.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(rows).Transform(rows);

        Assert.Equal(Make(items).DenseValues(), data.GetColumn<VBuffer<float>>("Back").Single().DenseValues());
    });

    private static VBuffer<float> Make(float?[] items)
    {
        int[] indices = [.. Enumerable.Range(0, items.Length).Where(index => items[index] is not null)];
        return new(items.Length, indices.Length, [.. indices.Select(index => items[index]!.Value)], indices);
    }

    private static void Check<T>(Gen<T> inputs, Action<T> property)
    {
        Configuration configuration = Configuration.QuickThrowOnFailure;
        configuration.Replay = FsCheck.Random.StdGen.NewStdGen(20251108, 297);
        configuration.EndSize = 24;
        Prop.ForAll(Arb.From(inputs), property).Check(configuration);
    }

    private sealed class Row
    {
        public VBuffer<float> V { get; set; }

        public VBuffer<float> W { get; set; }

        public float X { get; set; }
    }
}
