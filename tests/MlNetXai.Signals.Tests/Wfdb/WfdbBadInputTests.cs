using System.Text;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

/// <summary>Damaged and hostile files: each error names place, requirement and remedy.</summary>
public sealed class WfdbBadInputTests
{
    private const string Header = "rec 2 100 4\nrec.dat 16 200 16 0 1 10 0 I\nrec.dat 16 200 16 0 2 26 0 II\n";

    private static readonly byte[] Data = [1, 0, 2, 0, 2, 0, 4, 0, 3, 0, 8, 0, 4, 0, 12, 0];

    [Fact]
    public void Open_GoodRecord_Reads()
    {
        WfdbRecord record = Open(Header, Data);

        Assert.Equal([1, 2, 3, 4], record.ReadDigital(0));
        Assert.True(record.VerifyChecksums());
    }

    [Theory]
    [InlineData("", "line 0: there is no record line")]
    [InlineData("# only a comment\n", "there is no record line")]
    [InlineData("rec\n", "line 1: the record line must give the number of signals")]
    [InlineData("other 0\n", "line 1: the record is named 'other' and the file 'rec', but they must be named alike")]
    [InlineData("../rec 0\n", "'..' is not a record name (letters, digits, '_' and '-')")]
    [InlineData("rec -1\n", "the number of signals is -1 and must lie in 0 … 2147483647")]
    [InlineData("rec 99999999999\n", "the number of signals is 99999999999 and must lie in")]
    [InlineData("rec 2000000000\n", "the record line announces 2000000000 signals, and only 0 lines follow it. The header is cut off")]
    [InlineData("rec/2000000000 1 100 5\nrec_1 5\n", "announces 2000000000 segments, and only 1 lines follow it")]
    [InlineData("rec 1 0 5\nrec.dat 16\n", "line 1: the sampling rate is 0 and must be above 0 Hz")]
    [InlineData("rec 1 nan 5\nrec.dat 16\n", "the sampling rate is 'nan' and must be a number")]
    [InlineData("rec 1 100 -5\nrec.dat 16\n", "the number of samples is -5 and must lie in")]
    [InlineData("rec 1 100 5\nrec.dat\n", "line 2: a signal line must give a file name and a format")]
    [InlineData("rec 1 100 5\nrec.dat 213\n", "line 2: format 213 of signal 0 is not a WFDB format (8, 16, 24, 32, 61, 80, 160, 212, 310, 311). Check the file, or convert it with 'xform'")]
    [InlineData("rec 1 100 5\nrec.dat x16\n", "the format is '' and must be a whole number")]
    [InlineData("rec 1 100 5\nrec.dat 16x0\n", "the number of samples per frame is 0 and must lie in 1 …")]
    [InlineData("rec 1 100 5\nrec.dat 16:-1\n", "the skew is -1 and must lie in 0 …")]
    [InlineData("rec 1 100 5\nrec.dat 16 2OO\n", "the gain is '2OO' and must be a number")]
    [InlineData("rec 1 100 5\nrec.dat 16 200(5/mV\n", "the gain '200(5' has no closing parenthesis at its end")]
    [InlineData("rec 1 100 5\nrec.dat 16 200 12 0 1e3\n", "the initial value is '1e3' and must be a whole number")]
    [InlineData("rec 1 100 5\n- 16\n", "signals from standard input ('-') are not supported. Write them to a file and name it")]
    [InlineData("rec 1 100 5\n/etc/passwd 16\n", "signal file '/etc/passwd' is not inside the header's folder. Name a file in the folder, without '..'")]
    [InlineData("rec 1 100 5\n../rec.dat 16\n", "signal file '../rec.dat' is not inside the header's folder")]
    [InlineData("rec 1 100 5\nC:\\rec.dat 16\n", "is not inside the header's folder")]
    [InlineData("rec 2 100 5\nrec.dat 16\nrec.dat 212\n", "signals 0 and 1 share 'rec.dat' and must have the same format and offset")]
    [InlineData("rec/1 1 100 5\n../other 5\n", "segment '../other' is not inside the header's folder")]
    [InlineData("rec/2 1 100 5\na 5\nb 0\n", "segment 'b' has 0 samples, and only the first one (the layout) may")]
    public void Parse_BadHeader_NamesLineRequirementAndRemedy(string text, string expected)
    {
        WfdbException error = Assert.Throws<WfdbException>(() => WfdbHeader.Parse(text, "rec.hea"));

        Assert.Contains(expected, error.Message);
        Assert.StartsWith("rec.hea, line ", error.Message);
        Assert.Equal("rec.hea", error.Path);
        Assert.StartsWith("line ", error.Position);
    }

    [Fact]
    public void Open_NoHeader_NamesTheFile()
    {
        using TemporaryFolder folder = new();

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbRecord.Open(folder.File("rec")));

        Assert.Contains("rec.hea: there is no such file. Check the path", error.Message);
    }

    [Fact]
    public void Open_SignalFileMissing_NamesFileAndHeader()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open(Header, data: null));

        Assert.Equal("rec.dat: rec.hea names this file, and there is no such file. Check the path, or fetch the record again.", error.Message);
    }

    [Fact]
    public void Open_SignalFileTruncated_SaysExpectedAndActualSize()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open(Header, Data[..15]));

        Assert.Equal("rec.dat: truncated: 4 frames need 16 bytes, and the file has 15. Fetch the file again, or correct rec.hea.", error.Message);
    }

    [Theory]
    [InlineData("rec 1 100 9000000000000000000\nrec.dat 16 200\n")]
    [InlineData("rec 1 100 9000000000000000000\nrec.dat 16x1000000 200\n")]
    [InlineData("rec 1 100 4\nrec.dat 16+9000000000000000000 200\n")]
    public void Open_AnnouncesMoreThanTheFileHas_IsTruncated(string header)
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open(header, Data));

        Assert.Contains("rec.dat: truncated", error.Message);
    }

    [Fact]
    public void Open_FrameTooLong_IsRefused()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open("rec 1 100 1\nrec.dat 16x2000000000 200\n", Data));

        Assert.Contains("a frame of 2000000000 samples is longer than", error.Message);
    }

    [Fact]
    public void ReadPhysical_NoSamples_SaysSo()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open("rec 1 100\nrec.dat 16 200\n", []).ReadPhysical(0));

        Assert.Equal("rec.hea: the record has no samples. Choose another record, or fetch it again.", error.Message);
    }

    [Fact]
    public void ReadPhysical_ChecksumWrong_NamesFileSignalAndBothSums()
    {
        byte[] damaged = [.. Data];
        damaged[8]++;

        // Signal 1 is sound, but shares the file.
        foreach (int signal in (int[])[0, 1])
        {
            WfdbException error = Assert.Throws<WfdbException>(() => Open(Header, damaged).ReadPhysical(signal));
            Assert.Equal("rec.dat, signal 0 (I): the checksum is 11 and the header says 10. The file or its header is damaged or was changed; fetch both again.", error.Message);
        }
    }

    [Fact]
    public void ReadPhysical_InitialValueWrong_NamesIt()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open(Header.Replace("0 2 26", "0 3 26"), Data).ReadPhysical(0));

        Assert.Contains("rec.dat, signal 1 (II): the first sample is 2 and the header says 3", error.Message);
    }

    [Fact]
    public void VerifyChecksums_WrongAndWarn_FalseAndAWarningOnce()
    {
        byte[] damaged = [.. Data];
        damaged[8]++;
        WfdbRecord record = Open(Header, damaged, new() { Checksums = ChecksumPolicy.Warn });

        Assert.Equal([1, 2, 4, 4], record.ReadDigital(0));
        Assert.False(record.VerifyChecksums());
        Assert.False(record.VerifyChecksums());
        Assert.Single(record.Warnings);
    }

    [Fact]
    public void VerifyChecksums_Ignored_Null()
    {
        byte[] damaged = [.. Data];
        damaged[8]++;
        WfdbRecord record = Open(Header, damaged, new() { Checksums = ChecksumPolicy.Ignore });

        Assert.Equal([1, 2, 4, 4], record.ReadDigital(0));
        Assert.Null(record.VerifyChecksums());
        Assert.Empty(record.Warnings);
    }

    [Fact]
    public void VerifyChecksums_NoneInHeader_Null() => Assert.Null(Open("rec 2 100 4\nrec.dat 16 200\nrec.dat 16 200\n", Data).VerifyChecksums());

    [Fact]
    public void SignalOf_LeadAbsent_ListsThoseThereAre()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open(Header, Data).SignalOf("MLII"));

        Assert.Equal("rec.hea: there is no lead 'MLII'. The record has I, II; choose one of these.", error.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void ReadPhysical_NoSuchSignal_ArgumentError(int signal) => Assert.Throws<ArgumentOutOfRangeException>(() => Open(Header, Data).ReadPhysical(signal));

    [Fact]
    public void ReadPhysical_BufferOfOtherLength_NamesBoth()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Open(Header, Data).ReadPhysical(0, new double[3]));

        Assert.Equal("destination has 3 values, not 4.", error.Message);
    }

    [Fact]
    public void ReadPhysical_NullSignalOfAnyLength_IsBounded()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => Open("rec 1 100 9000000000000000000\n~ 0 200\n", null).ReadPhysical(0));

        Assert.Contains("samples have no data, more than the 67108864 allowed. Read a shorter range, or raise MaximumUnstoredSamples", error.Message);
    }

    [Fact]
    public void ReadPhysical_MatWithOtherSize_NamesRowsAndColumns()
    {
        byte[] mat = [30, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, .. "val\0"u8, .. Data];

        WfdbException error = Assert.Throws<WfdbException>(() => Open(Header.Replace("16 200", "16+24 200"), mat).ReadPhysical(0));

        Assert.Contains("the matrix has 2 rows and 5 columns, and rec.hea announces 2 and 4", error.Message);
    }

    [Theory]
    [InlineData("rec/1 2 100 4\nseg 4\n", "seg/1 2 100 4\nrec 4\n", "seg.hea: a segment must not have segments itself")]
    [InlineData("rec/1 2 100 4\nseg 4\n", "seg 2 200 4\nrec.dat 16 200 16 0 1 10 0 I\nrec.dat 16 200 16 0 2 26 0 II\n", "seg.hea: the segment has 200 Hz and its record 100 Hz")]
    [InlineData("rec/1 2 100 5\nseg 5\n", "seg 2 100 4\nrec.dat 16 200 16 0 1 10 0 I\nrec.dat 16 200 16 0 2 26 0 II\n", "seg.hea: the segment has 4 frames, and rec.hea announces 5")]
    [InlineData("rec/2 2 100 8\nseg 4\nfive 4\n", "seg 2 100 4\nrec.dat 16 200 16 0 1 10 0 I\nrec.dat 16 200 16 0 2 26 0 II\n", "five.hea: rec.hea names this file, and there is no such file")]
    [InlineData("rec/2 2 100 8\nseg 9000000000000000000\nseg 9000000000000000000\n", "seg 2 100 4\nrec.dat 16\nrec.dat 16\n", "the segments' lengths add up to more than 2⁶³ frames")]
    public void ReadPhysical_BadSegments_NameTheSegment(string header, string segment, string expected)
    {
        Dictionary<string, byte[]> files = new() { ["rec.hea"] = Encoding.UTF8.GetBytes(header), ["seg.hea"] = Encoding.UTF8.GetBytes(segment), ["rec.dat"] = Data };

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbRecord.Open("rec", null, path => From(files, path)).ReadPhysical(0));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void ReadPhysical_OtherUnitInASegment_NamesLeadAndUnits()
    {
        Dictionary<string, byte[]> files = new()
        {
            ["rec.hea"] = "rec/2 1 100 4\nlay 0\nseg 4\n"u8.ToArray(),
            ["lay.hea"] = "lay 1 100 0\n~ 0 200/mV 16 0 0 0 0 II\n"u8.ToArray(),
            ["seg.hea"] = "seg 2 100 4\nrec.dat 16 200/uV 16 0 1 10 0 II\nrec.dat 16 200 16 0 2 26 0 I\n"u8.ToArray(),
            ["rec.dat"] = Data,
        };

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbRecord.Open("rec", null, path => From(files, path)).ReadPhysical(0));

        Assert.Contains("seg.hea: lead II is in uV, and elsewhere in the record in mV", error.Message);
    }

    [Fact]
    public void Records_FolderWithoutRecords_SaysWhatItNeeds()
    {
        using TemporaryFolder folder = new();

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbFolder.Records(folder.Path));

        Assert.Contains("a folder without records: it needs a RECORDS file that lists some, or *.hea files", error.Message);
    }

    [Fact]
    public void Records_NoSuchPath_NamesIt()
    {
        using TemporaryFolder folder = new();

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbFolder.Records(folder.File("absent")));

        Assert.Contains("absent: there is neither such a folder nor a record", error.Message);
    }

    [Fact]
    public void Records_ListNamesOutside_NamesItsLine()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("RECORDS"), "100\n../101\n");

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbFolder.Records(folder.Path));

        Assert.Contains("RECORDS, line 2: '../101' is not inside the folder", error.Message);
    }

    [Fact]
    public void Records_ListOrElseSortedHeaders()
    {
        using TemporaryFolder folder = new();
        foreach (string name in (string[])["b.hea", "a.hea", "a-0.atr"])
            File.WriteAllText(folder.File(name), "");

        Assert.Equal(["a", "b"], WfdbFolder.Records(folder.Path).Select(r => Path.GetFileName(r)));
        Assert.Equal([folder.File("b")], WfdbFolder.Records(folder.File("b.hea")));
        File.WriteAllText(folder.File("RECORDS"), "b\r\nsub/c\r\n\r\n");
        Assert.Equal([folder.File("b"), Path.Combine(folder.Path, "sub", "c")], WfdbFolder.Records(folder.Path));
    }

    [Theory]
    [InlineData("00f8", "byte 0: the word 62 has no annotation to belong to")]
    [InlineData("00d0", "byte 0: the word 52 has no annotation to belong to")]
    [InlineData("00ec0100", "byte 2: the 4 bytes of a SKIP are missing")]
    [InlineData("0a0414fc6162", "byte 4: a text of 20 bytes goes past the end")]
    [InlineData("005814fc2323207469656d6520727c65736f6c7574", "goes past the end")]
    public void Parse_BadAnnotations_NameTheByte(string hex, string expected)
    {
        WfdbException error = Assert.Throws<WfdbException>(() => AnnotationFile.Parse(Convert.FromHexString(hex), 100, "rec.atr"));

        Assert.StartsWith("rec.atr, byte ", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("fast")]
    public void Parse_BadTimeResolution_SaysWhatItMustBe(string text)
    {
        byte[] note = Encoding.ASCII.GetBytes($"## time resolution: {text}");

        WfdbException error = Assert.Throws<WfdbException>(() => AnnotationFile.Parse([0, 0x58, (byte)note.Length, 0xfc, .. note, .. new byte[note.Length % 2], 0, 0], 100, "rec.atr"));

        Assert.Contains($"the time resolution is '{text}' and must be a number of ticks per second above 0", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0a04")]
    [InlineData("0a0400")]
    public void Parse_NoEndMark_Warns(string hex)
    {
        AnnotationReading reading = AnnotationFile.Parse(Convert.FromHexString(hex), 100, "rec.atr");

        Assert.Equal(hex.Length / 4, reading.Annotations.Count);
        Assert.Contains("ends without its end mark", Assert.Single(reading.Warnings));
    }

    [Fact]
    public void RequireInside_AnnotationPastTheEnd_NamesFileIndexSampleAndLength()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => AnnotationFile.RequireInside([new(5, 1), new(100, 1)], 100, "rec.atr"));

        Assert.Contains("rec.atr, annotation 1: sample 100 lies outside the record of 100 samples", error.Message);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, null, "its code is 0")]
    [InlineData(50, 0, 0, 0, null, "its code is 50")]
    [InlineData(1, 128, 0, 0, null, "its subtype is 128")]
    [InlineData(1, 0, 256, 0, null, "its channel is 256")]
    [InlineData(1, 0, 0, -129, null, "its number is -129")]
    [InlineData(1, 0, 0, 0, "€", "its text must have at most 255 characters of Latin-1")]
    [InlineData(22, 0, 0, 0, "#note", "would be read as a setting of the file")]
    public void Write_AnnotationOutOfRange_NamesIt(byte code, int subtype, int channel, int number, string? text, string expected)
    {
        using TemporaryFolder folder = new();

        WfdbException error = Assert.Throws<WfdbException>(() => AnnotationFile.Write(folder.File("r.atr"), [new(0, code, subtype, channel, number, text)]));

        Assert.Contains(expected, error.Message);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void Write_SignalsOfDifferentLength_ArgumentErrorAndNoFile()
    {
        using TemporaryFolder folder = new();

        ArgumentException error = Assert.Throws<ArgumentException>(() => WfdbWriter.Write(folder.Path, Request(WfdbWriteSignal.FromDigital("I", [1, 2]), WfdbWriteSignal.FromDigital("II", [1]))));

        Assert.Contains("Signal 1 (II) has 1 samples and signal 0 has 2", error.Message);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData(" a")]
    [InlineData("#a")]
    public void Write_LeadThatWouldNotReadBack_IsRefused(string lead)
    {
        using TemporaryFolder folder = new();

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbWriter.Write(folder.Path, Request(WfdbWriteSignal.FromDigital(lead, [1]))));

        Assert.Contains("must be one line without blanks at its ends", error.Message);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Theory]
    [InlineData("../rec")]
    [InlineData("a b")]
    [InlineData("")]
    public void Write_BadName_IsRefused(string name)
    {
        using TemporaryFolder folder = new();

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbWriter.Write(folder.Path, Request(WfdbWriteSignal.FromDigital("I", [1])) with { Name = name }));

        Assert.Contains("is not a record name. Use letters, digits, '_' and '-'", error.Message);
    }

    [Fact]
    public void Write_OutOfRangeAndNaN_ClampedCountedAndInvalid()
    {
        using TemporaryFolder folder = new();

        WfdbWriteResult result = WfdbWriter.Write(folder.Path, Request(WfdbWriteSignal.FromPhysical("I", [double.NaN, 1e9, double.NegativeInfinity, 0.0125, -0.0125, 1]) with { Gain = 200 }));

        Assert.Equal([2L], result.ClampedSamples);
        Assert.Equal([WfdbRecord.InvalidSample, 2047, -2047, 3, -3, 200], WfdbRecord.Open(result.HeaderPath).ReadDigital(0));
    }

    [Fact]
    public void Write_FolderIsAFile_OutputError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("file"), "");

        OutputException error = Assert.Throws<OutputException>(() => WfdbWriter.Write(folder.File("file"), Request(WfdbWriteSignal.FromDigital("I", [1]))));

        Assert.Contains("rec.dat: cannot be written", error.Message);
    }

    [Fact]
    public void Format_OtherThan16And212_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WfdbWriteRequest { Name = "r", SamplingRateHz = 1, Signals = [], Format = 80 });

    private static WfdbWriteRequest Request(params WfdbWriteSignal[] signals) => new() { Name = "rec", SamplingRateHz = 100, Signals = signals };

    private static WfdbRecord Open(string header, byte[]? data, WfdbOptions? options = null)
    {
        Dictionary<string, byte[]> files = new() { ["rec.hea"] = Encoding.UTF8.GetBytes(header) };
        if (data is not null)
            files["rec.dat"] = data;
        return WfdbRecord.Open("rec", options, path => From(files, path));
    }

    private static MemoryStream From(Dictionary<string, byte[]> files, string path) =>
        files.TryGetValue(path, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : throw new FileNotFoundException(path);
}
