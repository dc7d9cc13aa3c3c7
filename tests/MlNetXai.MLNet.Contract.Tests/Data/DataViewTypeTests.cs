using System.Text.Json;
using Microsoft.ML.Data;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Data;

public sealed class DataViewTypeTests
{
    private static readonly DataViewType[] Types =
    [
        new VectorDataViewType(NumberDataViewType.Single),
        new VectorDataViewType(NumberDataViewType.Single, 3),
        new VectorDataViewType(NumberDataViewType.Single, 12, 4096),
        new VectorDataViewType(NumberDataViewType.Single, 0, 3),
        new KeyDataViewType(typeof(uint), 5),
        new KeyDataViewType(typeof(byte), 3),
        new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 2),
        TextDataViewType.Instance,
        BooleanDataViewType.Instance,
        RowIdDataViewType.Instance,
        DateTimeDataViewType.Instance,
        DateTimeOffsetDataViewType.Instance,
        TimeSpanDataViewType.Instance,
    ];

    [Fact]
    public void Types_OfAllKinds_DescribeThemselvesAsInGolden()
    {
        using JsonDocument golden = Golden.Json("mlnet.json");
        JsonElement[] expected = [.. golden.RootElement.GetProperty("typeNames").EnumerateArray()];

        Assert.Equal(expected.Length, Types.Length);
        foreach ((JsonElement wanted, DataViewType type) in expected.Zip(Types))
        {
            VectorDataViewType? vector = type as VectorDataViewType;
            Assert.Equal(wanted.GetProperty("text").GetString(), type.ToString());
            Assert.Equal(wanted.GetProperty("raw").GetString(), type.RawType.ToString());
            Assert.Equal(wanted.GetProperty("size").ToString(), $"{vector?.Size}");
            Assert.Equal(wanted.GetProperty("known").ToString(), $"{vector?.IsKnownSize}");
            Assert.Equal(wanted.GetProperty("dims").ToString().Replace(" ", "").Replace("\n", ""), vector is null ? "" : $"[{string.Join(",", vector.Dimensions)}]");
            Assert.Equal(wanted.GetProperty("keys").ToString(), $"{(type as KeyDataViewType)?.Count}");
        }
    }

    [Fact]
    public void Equals_TypesOfOneValue_IsTrueAndHashesAgree()
    {
        DataViewType[] again =
        [
            new VectorDataViewType(NumberDataViewType.Single, 0), new VectorDataViewType(NumberDataViewType.Single, 3),
            new VectorDataViewType(NumberDataViewType.Single, 12, 4096), new VectorDataViewType(NumberDataViewType.Single, 0, 3),
            new KeyDataViewType(typeof(uint), 5ul), new KeyDataViewType(typeof(byte), 3ul), new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 2),
        ];

        foreach ((DataViewType one, DataViewType other) in again.Zip(Types))
        {
            Assert.True(one.Equals(other));
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
        }
    }

    [Fact]
    public void Equals_TypesThatDiffer_IsFalse()
    {
        DataViewType[] types =
        [
            .. Types, NumberDataViewType.Single, NumberDataViewType.UInt32, NumberDataViewType.Byte, new KeyDataViewType(typeof(uint), 6),
            new VectorDataViewType(NumberDataViewType.Single, 216), new VectorDataViewType(NumberDataViewType.Single, 12, 18), new VectorDataViewType(NumberDataViewType.Double, 3),
        ];

        foreach (DataViewType one in types)
            Assert.Single(types, other => one.Equals(other));
    }

    [Fact]
    public void KeyDataViewType_WrongTypeOrCount_Throws()
    {
        Assert.ThrowsAny<Exception>(() => new KeyDataViewType(typeof(int), 5));
        Assert.ThrowsAny<Exception>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.ThrowsAny<Exception>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.True(KeyDataViewType.IsValidDataType(typeof(ulong)));
        Assert.False(KeyDataViewType.IsValidDataType(typeof(long)));
    }

    [Fact]
    public void VectorDataViewType_NegativeDimension_Throws()
    {
        Assert.ThrowsAny<Exception>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
        Assert.ThrowsAny<Exception>(() => new VectorDataViewType(NumberDataViewType.Single, 2, -1));
    }

    [Fact]
    public void StructuredDataViewType_OfACaller_IsOpen()
    {
        NoteDataViewType type = new();

        Assert.Equal(typeof(Version), type.RawType);
        Assert.True(type.Equals((object)new NoteDataViewType()));
        Assert.False(type.Equals((object)TextDataViewType.Instance));
    }

    private sealed class NoteDataViewType() : StructuredDataViewType(typeof(Version))
    {
        public override bool Equals(DataViewType? other) => other is NoteDataViewType;

        public override bool Equals(object? obj) => obj is NoteDataViewType;

        public override int GetHashCode() => 1;
    }
}
