using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace LogArchiver.Pack;

/// <summary>CRC-32 (ISO-HDLC, the one of gzip and of S3's <c>CRC32</c>), 64 bytes a step where the processor multiplies polynomials, 256
/// where it does so four at a time, eight by tables elsewhere. The framework has it in a package of its own only.</summary>
/// <remarks>The bytes are one long polynomial over GF(2), and the checksum is its remainder. What stands n bits before the end may be
/// replaced by its product with the remainder of x to the n, which is shorter: so 64 bytes are folded onto the 64 that follow,
/// until 16 are left that have the same remainder as all (the idea is Intel's, "Fast CRC Computation Using PCLMULQDQ").</remarks>
internal sealed class Crc32
{
    private const int BlockBytes = 16;
    private const int StepBytes = 4 * BlockBytes;
    private const int WideStepBytes = 4 * StepBytes;

    private static readonly Vector128<ulong> OverBlock = Over(BlockBytes);
    private static readonly Vector128<ulong> OverStep = Over(StepBytes);
    private static readonly Vector128<ulong> OverWideStep = Over(WideStepBytes);
    private static readonly uint[][] Tables = MakeTables();
    private uint state = uint.MaxValue;

    /// <summary>Whether the processor's multiplication is used, as it is wherever there is one.</summary>
    public bool Folds { get; init; } = Pclmulqdq.IsSupported || ArmAes.IsSupported;

    /// <summary>Whether four blocks are multiplied at a time, as they are wherever they can be.</summary>
    public bool FoldsWide { get; init; } = Pclmulqdq.V512.IsSupported;

    /// <summary>The checksum of everything appended.</summary>
    public uint Value => ~state;

    /// <summary>The same as S3 writes it: base64 of the big-endian value.</summary>
    public string Base64
    {
        get
        {
            Span<byte> value = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(value, Value);
            return Convert.ToBase64String(value);
        }
    }

    /// <summary>Goes on with the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Folds && bytes.Length >= StepBytes)
        {
            var whole = bytes.Length / BlockBytes * BlockBytes;
            state = FoldsWide && whole >= WideStepBytes ? FoldWide(state, bytes[..whole]) : Fold(state, bytes[..whole]);
            bytes = bytes[whole..];
        }

        state = ByTables(state, bytes);
    }

    // At once the best code: a day's file is often over before the loop would have been compiled again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint FoldWide(uint crc, ReadOnlySpan<byte> blocks)
    {
        var over = Vector512.Create(Vector256.Create(OverWideStep, OverWideStep), Vector256.Create(OverWideStep, OverWideStep));
        var first = Step(blocks, 0) ^ Vector512.CreateScalar((ulong)crc);
        var (second, third, fourth) = (Step(blocks, 1), Step(blocks, 2), Step(blocks, 3));
        for (blocks = blocks[WideStepBytes..]; blocks.Length >= WideStepBytes; blocks = blocks[WideStepBytes..])
        {
            first = Carry(first, over) ^ Step(blocks, 0);
            second = Carry(second, over) ^ Step(blocks, 1);
            third = Carry(third, over) ^ Step(blocks, 2);
            fourth = Carry(fourth, over) ^ Step(blocks, 3);
        }

        over = Vector512.Create(Vector256.Create(OverStep, OverStep), Vector256.Create(OverStep, OverStep));
        var all = Carry(Carry(Carry(first, over) ^ second, over) ^ third, over) ^ fourth;
        return Fold(all.GetLower().GetLower(), all.GetLower().GetUpper(), all.GetUpper().GetLower(), all.GetUpper().GetUpper(), blocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint crc, ReadOnlySpan<byte> blocks) => Fold(
        Block(blocks, 0) ^ Vector128.CreateScalar((ulong)crc), Block(blocks, 1), Block(blocks, 2), Block(blocks, 3), blocks[StepBytes..]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(
        Vector128<ulong> first, Vector128<ulong> second, Vector128<ulong> third, Vector128<ulong> fourth, ReadOnlySpan<byte> blocks)
    {
        for (; blocks.Length >= StepBytes; blocks = blocks[StepBytes..])
        {
            first = Carry(first, OverStep) ^ Block(blocks, 0);
            second = Carry(second, OverStep) ^ Block(blocks, 1);
            third = Carry(third, OverStep) ^ Block(blocks, 2);
            fourth = Carry(fourth, OverStep) ^ Block(blocks, 3);
        }

        var all = Carry(Carry(Carry(first, OverBlock) ^ second, OverBlock) ^ third, OverBlock) ^ fourth;
        for (; blocks.Length > 0; blocks = blocks[BlockBytes..])
        {
            all = Carry(all, OverBlock) ^ Block(blocks, 0);
        }

        Span<byte> left = stackalloc byte[BlockBytes];
        all.AsByte().CopyTo(left);
        return ByTables(0, left);
    }

    private static Vector128<ulong> Block(ReadOnlySpan<byte> blocks, int index) =>
        Vector128.Create(blocks.Slice(index * BlockBytes, BlockBytes)).AsUInt64();

    private static Vector512<ulong> Step(ReadOnlySpan<byte> blocks, int index) =>
        Vector512.Create(blocks.Slice(index * StepBytes, StepBytes)).AsUInt64();

    private static Vector512<ulong> Carry(Vector512<ulong> step, Vector512<ulong> powers) =>
        Pclmulqdq.V512.CarrylessMultiply(step, powers, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(step, powers, 0x11);

    private static Vector128<ulong> Carry(Vector128<ulong> block, Vector128<ulong> powers) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(block, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, powers, 0x11)
        : ArmAes.PolynomialMultiplyWideningLower(block.GetLower(), powers.GetLower()) ^ ArmAes.PolynomialMultiplyWideningUpper(block, powers);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint ByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ Tables[0][(crc ^ value) & 0xFF];
        }

        return crc;
    }

    /// <summary>By what a block is multiplied to stand so many bytes further on: powers of x of as many bits. The lower half of a block, bits
    /// reversed, stands 64 further off than the upper; multiplying reversed numbers of 32 bits as if they had 64 costs 32, and one.</summary>
    private static Vector128<ulong> Over(int bytes) => Vector128.Create(
        (ulong)Crc32Polynomial.PowerOf(Crc32Polynomial.X, (8 * bytes) + 32) << 1,
        (ulong)Crc32Polynomial.PowerOf(Crc32Polynomial.X, (8 * bytes) - 32) << 1);

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                tables[table][value] = table == 0 ? ShiftOut(value) : Next(tables, table, value);
            }
        }

        return tables;
    }

    private static uint Next(uint[][] tables, int table, uint value)
    {
        var before = tables[table - 1][value];
        return (before >> 8) ^ tables[0][before & 0xFF];
    }

    private static uint ShiftOut(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ Crc32Polynomial.Reversed : value >> 1;
        }

        return value;
    }
}
