using FsCheck;
using Xunit;

namespace MlNetXai;

public sealed class PhiloxTests
{
    // Known answers of philox4x32-10 in Random123 1.14 (D. E. Shaw Research), file kat_vectors.
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Permute_KnownCounters_GivesKnownAnswers(
        uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint x0, uint x1, uint x2, uint x3)
    {
        (uint, uint, uint, uint) block = Philox.Permute((c0, c1, c2, c3), key0, key1);

        Assert.Equal((x0, x1, x2, x3), block);
    }

    [Fact]
    public void Block_SeedAndPurpose_AreKeyAndLastWordOfTheCounter()
    {
        // FNV-1a of "a" is a published value: 0xe40c292c.
        Philox numbers = new(0x0123456789abcdef, "a");

        Assert.Equal(Philox.Permute((1, 2, 3, 0xe40c292c), 0x89abcdef, 0x01234567), numbers.Block(1, 2, 3));
    }

    [Fact]
    public void Uniform_ManyIndices_LiesInRangeAndIsEven()
    {
        Philox numbers = new(1, "test");
        int[] counts = new int[16];
        for (uint i = 0; i < 160_000; i++)
            counts[(int)(16 * numbers.Uniform(i))]++;

        // Chi-square with 15 degrees of freedom: 37.7 is passed once in a thousand.
        Assert.True(counts.Sum(c => (c - 10_000.0) * (c - 10_000) / 10_000) < 37.7);
    }

    [Fact]
    public void Block_OtherPurposeOrSeedOrIndex_GivesOtherNumbers()
    {
        (uint, uint, uint, uint)[] blocks =
        [
            new Philox(1, "a").Block(0), new Philox(1, "b").Block(0), new Philox(2, "a").Block(0), new Philox(1UL << 32, "a").Block(0),
            new Philox(1, "a").Block(1), new Philox(1, "a").Block(0, 1), new Philox(1, "a").Block(0, 0, 1),
        ];

        Assert.Distinct(blocks);
    }

    [Fact]
    public void Below_AnyBound_StaysBelowIt() =>
        Prop.ForAll<PositiveInt, uint>((bound, index) =>
        {
            Philox.Stream draws = new Philox(3, "test").Draws(index);
            return Enumerable.Range(0, 20).All(_ => draws.Below(bound.Get) is var value && value >= 0 && value < bound.Get);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Draws_TakenAgain_AreTheSame()
    {
        Philox.Stream first = new Philox(3, "test").Draws(5, 6), second = new Philox(3, "test").Draws(5, 6);

        for (int i = 0; i < 10; i++)
            Assert.Equal(first.Uniform(), second.Uniform());
    }

    [Fact]
    public void Shuffle_ThreeItems_GivesEveryOrderEquallyOften()
    {
        Philox source = new(4, "shuffle");
        Dictionary<string, int> counts = [];
        for (uint i = 0; i < 6000; i++)
        {
            char[] items = ['a', 'b', 'c'];
            Philox.Stream draws = source.Draws(i);
            draws.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 880, 1120));   // four standard deviations
    }
}
