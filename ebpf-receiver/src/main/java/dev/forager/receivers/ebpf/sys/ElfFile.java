// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A compiled object as a file: its sections and the programs in them. Read from bytes that anybody
 * may have written; every offset is checked. Immutable.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">the format ELF</a>
 */
public final class ElfFile {
    private static final int MAGIC = 0x464c457f;
    private static final int HEAD_BYTES = 64;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;

    /** The machine of eBPF objects. */
    private static final int EM_BPF = 247;

    private static final int SYMBOL_TABLE = 2;
    private static final int FUNCTION = 2;

    /** Where subprograms stand, which are no programs. */
    private static final String SUBPROGRAMS = ".text";

    private final ByteBuffer file;
    private final List<Section> sections;

    private record Section(String name, int type, int offset, int size, int link) {}

    private ElfFile(ByteBuffer file, List<Section> sections) {
        this.file = file;
        this.sections = sections;
    }

    /** Reads the table of sections. */
    public static ElfFile read(byte[] elf) throws BpfException {
        ByteBuffer file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        require(elf.length >= HEAD_BYTES && file.getInt(0) == MAGIC, "no ELF file");
        try {
            long table = file.getLong(0x28);
            int count = file.getShort(0x3c) & 0xffff;
            int entryBytes = file.getShort(0x3a) & 0xffff;
            require(entryBytes >= SECTION_BYTES || count == 0, "sections are too short");
            int names = at(table + (long) (file.getShort(0x3e) & 0xffff) * entryBytes, elf);
            int texts = at(file.getLong(names + 0x18), elf);
            List<Section> sections = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int entry = at(table + (long) i * entryBytes, elf);
                sections.add(
                        new Section(
                                text(file, texts + file.getInt(entry)),
                                file.getInt(entry + 4),
                                at(file.getLong(entry + 0x18), elf),
                                at(file.getLong(entry + 0x20), elf),
                                file.getInt(entry + 0x28)));
            }
            return new ElfFile(file, sections);
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("object ends too early", Errno.EINVAL);
        }
    }

    static void require(boolean condition, String problem) throws BpfException {
        if (!condition) {
            throw new BpfException(problem, Errno.EINVAL);
        }
    }

    private static int at(long offset, byte[] file) throws BpfException {
        require(offset >= 0 && offset <= file.length, "offset lies outside of the file");
        return (int) offset;
    }

    private static String text(ByteBuffer from, int offset) {
        int end = offset;
        while (from.get(end) != 0) {
            end++;
        }
        var bytes = new byte[end - offset];
        from.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes of a section; null where there is none of this name. */
    @Nullable ByteBuffer section(String name) throws BpfException {
        for (Section each : sections) {
            if (each.name.equals(name)) {
                require(each.size <= file.limit() - each.offset, "object ends too early");
                return file.slice(each.offset, each.size).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        return null;
    }

    /** Whether it is compiled for eBPF. */
    public boolean isBpf() {
        return (file.getShort(0x12) & 0xffff) == EM_BPF;
    }

    /** The programs by name, each with the section that says where it belongs. */
    public SequencedMap<String, String> programs() throws BpfException {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        try {
            for (Section each : sections) {
                if (each.type == SYMBOL_TABLE) {
                    addPrograms(each, found);
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("symbols: object ends too early", Errno.EINVAL);
        }
        return found;
    }

    private void addPrograms(Section symbols, SequencedMap<String, String> to) {
        int texts = sections.get(symbols.link).offset;
        for (int i = 0; i < symbols.size / SYMBOL_BYTES; i++) {
            int symbol = symbols.offset + i * SYMBOL_BYTES;
            int section = file.getShort(symbol + 6) & 0xffff;
            if ((file.get(symbol + 4) & 15) == FUNCTION && section < sections.size()) {
                String of = sections.get(section).name;
                if (!of.equals(SUBPROGRAMS)) {
                    to.put(text(file, texts + file.getInt(symbol)), of);
                }
            }
        }
    }
}
