using System.Text.Json;
using FsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;
using TrainTestData = Microsoft.ML.DataOperationsCatalog.TrainTestData;

namespace MlNetXai.MLNet.Contract.Tests.Rows;

public sealed class SplitTests
{
    private static readonly MLContext Context = new(1);

    [Theory]
    [InlineData("Int"), InlineData("Text"), InlineData("Single"), InlineData("Double"), InlineData("Key")]
    public void TrainTestSplit_SamplingKey_KeepsGroupsTogetherAndOrder(string column)
    {
        TrainTestData split = Context.Data.TrainTestSplit(Grouped(groups: 100, rowsPerGroup: 10), 0.2, column, seed: 1);

        int[] train = RowViews.Ids(split.TrainSet), test = RowViews.Ids(split.TestSet);

        Assert.Equal(Enumerable.Range(0, 1000), train.Concat(test).Order());
        Assert.Empty(train.Select(id => id / 10).Intersect(test.Select(id => id / 10)));
        Assert.Equal(train.Order(), train);
        Assert.Equal(test.Order(), test);
        Assert.InRange(test.Length, 50, 400);
        Assert.Equal(Grouped(1, 1).Schema.Select(c => c.Name), split.TestSet.Schema.Select(c => c.Name));
    }

    [Theory]
    [InlineData("Single"), InlineData("Double")]
    public void TrainTestSplit_FloatingSamplingKey_LowestValuesAreTheTestPart(string column)
    {
        TrainTestData split = Context.Data.TrainTestSplit(Grouped(groups: 100, rowsPerGroup: 10), 0.2, column, seed: 1);

        Assert.Equal(Enumerable.Range(0, 200), RowViews.Ids(split.TestSet));
    }

    [Fact]
    public void TrainTestSplit_KeyTypedSamplingKey_FirstKeysAreTheTestPart()
    {
        TrainTestData split = Context.Data.TrainTestSplit(Grouped(groups: 10, rowsPerGroup: 10, keyCount: 10), 0.25, "Key");

        Assert.Equal([0, 1], RowViews.Ids(split.TestSet).Select(id => id / 10).Distinct());
        Assert.Equal(Enumerable.Range(2, 8), RowViews.Ids(split.TrainSet).Select(id => id / 10).Distinct());
    }

    [Fact]
    public void TrainTestSplit_MissingSamplingKey_IsInNeitherPart()
    {
        IDataView data = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(id => new GroupRow { Id = id, Text = id % 2 == 0 ? "" : $"p{id}", Key = (uint)id }).ToArray());

        foreach ((string column, int inEither) in (ReadOnlySpan<(string, int)>)[("Text", 100), ("Key", 100)])
        {
            TrainTestData split = Context.Data.TrainTestSplit(data, 0.2, column, seed: 1);

            Assert.Equal(inEither, RowViews.Ids(split.TrainSet).Length + RowViews.Ids(split.TestSet).Length);
        }
    }

    [Fact]
    public void TrainTestSplit_EqualSeeds_EqualSplits()
    {
        IDataView data = RowViews.Numbered(1000);

        int[] test = RowViews.Ids(Context.Data.TrainTestSplit(data, 0.1, seed: 5).TestSet);

        Assert.Equal(test, RowViews.Ids(Context.Data.TrainTestSplit(data, 0.1, seed: 5).TestSet));
        Assert.Equal(test, RowViews.Ids(new MLContext(5).Data.TrainTestSplit(data, 0.1).TestSet));
        Assert.NotEqual(test, RowViews.Ids(Context.Data.TrainTestSplit(data, 0.1, seed: 6).TestSet));
        Assert.InRange(test.Length, 50, 150);
    }

    [Fact]
    public void TrainTestSplit_ByChance_EnumeratesTheSameRowsAgain()
    {
        TrainTestData split = Context.Data.TrainTestSplit(Context.Data.Cache(RowViews.Numbered(500)), 0.3, seed: 5);

        int[] first = RowViews.Ids(split.TestSet), second = RowViews.Ids(split.TestSet);
        int[] byCursors = [.. split.TestSet.GetRowCursorSet(split.TestSet.Schema, 4).SelectMany(RowViews.Ids).Order()];

        Assert.Equal(first, second);
        Assert.Equal(first, byCursors);
        Assert.Empty(first.Intersect(RowViews.Ids(split.TrainSet)));
    }

    [Fact]
    public void TrainTestSplit_AnyFraction_IsAPartition() => Prop.ForAll((PositiveInt rows, byte fraction, int seed) =>
    {
        TrainTestData split = Context.Data.TrainTestSplit(RowViews.Numbered(rows.Get), (fraction + 1) / 257.0, seed: seed);

        return RowViews.Ids(split.TrainSet).Concat(RowViews.Ids(split.TestSet)).Order().SequenceEqual(Enumerable.Range(0, rows.Get));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(-0.5), InlineData(double.NaN)]
    public void TrainTestSplit_FractionOutside_SaysBounds(double fraction)
    {
        Errors.Require<ArgumentOutOfRangeException>("Must be between 0 and 1 exclusive", () => Context.Data.TrainTestSplit(RowViews.Numbered(3), fraction));
    }

    [Fact]
    public void TrainTestSplit_SamplingKeyMissing_NamesIt()
    {
        Errors.Require<ArgumentOutOfRangeException>("Nope", () => Context.Data.TrainTestSplit(RowViews.Numbered(3), 0.5, "Nope"));
    }

    [Theory]
    [InlineData(null), InlineData("Text"), InlineData("Int")]
    public void CrossValidationSplit_FourFolds_EachRowIsTestedOnce(string? column)
    {
        IReadOnlyList<TrainTestData> folds = Context.Data.CrossValidationSplit(Grouped(groups: 100, rowsPerGroup: 10), 4, column, seed: 1);

        Assert.Equal(4, folds.Count);
        Assert.Equal(Enumerable.Range(0, 1000), folds.SelectMany(fold => RowViews.Ids(fold.TestSet)).Order());
        foreach (TrainTestData fold in folds)
        {
            int[] train = RowViews.Ids(fold.TrainSet), test = RowViews.Ids(fold.TestSet);
            Assert.Equal(Enumerable.Range(0, 1000), train.Concat(test).Order());
            Assert.NotEmpty(test);
            if (column is not null)
                Assert.Empty(train.Select(id => id / 10).Intersect(test.Select(id => id / 10)));
        }
    }

    [Fact]
    public void CrossValidationSplit_KeyTyped_BoundsAreInBothFolds()
    {
        JsonElement golden = Case("crossValidationSplit", "key-typed column of count 10, 4 folds");

        IReadOnlyList<TrainTestData> folds = Context.Data.CrossValidationSplit(Grouped(groups: 10, rowsPerGroup: 10, keyCount: 10), 4, "Key");

        foreach ((JsonElement keys, TrainTestData fold) in golden.GetProperty("testGroups").EnumerateArray().Zip(folds))
            Assert.Equal(keys.EnumerateArray().Select(key => key.GetInt32()), RowViews.Ids(fold.TestSet).Select(id => id / 10 + 1).Distinct());
    }

    [Fact]
    public void CrossValidationSplit_Single_BoundsAreInclusive()
    {
        JsonElement golden = Case("crossValidationSplit", "float column 0 1 2 3 (min-max scaled to 0 .33 .67 1), 3 folds: bounds are inclusive on both sides");

        IReadOnlyList<TrainTestData> folds = Context.Data.CrossValidationSplit(Grouped(groups: 4, rowsPerGroup: 1), 3, "Single");

        for (int fold = 0; fold < 3; fold++)
        {
            Assert.Equal(golden.GetProperty("testIds")[fold].EnumerateArray().Select(id => id.GetInt32()), RowViews.Ids(folds[fold].TestSet));
            Assert.Equal(golden.GetProperty("trainIds")[fold].EnumerateArray().Select(id => id.GetInt32()), RowViews.Ids(folds[fold].TrainSet));
        }
    }

    [Fact]
    public void CrossValidationSplit_OneFold_SaysBound()
    {
        Errors.Require<ArgumentOutOfRangeException>("Must be more than 1", () => Context.Data.CrossValidationSplit(RowViews.Numbered(3), 1));
    }

    // Group g in every column: as integer, text, number, key (g + 1 in the view).
    private static IDataView Grouped(int groups, int rowsPerGroup, int keyCount = 100)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(GroupRow));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), keyCount);
        return Context.Data.LoadFromEnumerable(
            Enumerable.Range(0, groups * rowsPerGroup).Select(id => GroupRow.Of(id, id / rowsPerGroup)).ToArray(), definition);
    }

    private sealed class GroupRow
    {
        public int Id { get; set; }

        public int Int { get; set; }

        public string Text { get; set; } = "";

        public float Single { get; set; }

        public double Double { get; set; }

        [KeyType(100)]
        public uint Key { get; set; }

        public static GroupRow Of(int id, int group) => new() { Id = id, Int = group, Text = $"p{group}", Single = group, Double = group, Key = (uint)group };
    }
}
