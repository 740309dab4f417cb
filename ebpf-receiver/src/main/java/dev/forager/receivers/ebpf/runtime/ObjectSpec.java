// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled object: one that the program brings, or the user's. Immutable.
 *
 * @param name of the file without its ending, such as {@code net}
 * @param capacities entries of those maps whose capacity is configured
 * @param leftOut programs that this host has no use for, which are not loaded: each costs
 *     milliseconds of the verifier
 * @param file the user's object; null for one that the program brings
 */
public record ObjectSpec(
        String name, Map<String, Long> capacities, Set<String> leftOut, @Nullable Path file) {
    /** More than a compiler makes of what a person wrote (chosen). */
    private static final int MOST_BYTES = 16 << 20;

    /** The names of those that the program brings. */
    public static final List<String> OWN = List.of("core", "net", "perf", "calls", "sec", "faults");

    /** Copies the collections. */
    public ObjectSpec {
        capacities = Map.copyOf(capacities);
        leftOut = Set.copyOf(leftOut);
    }

    /** An object that the program brings. */
    public ObjectSpec(String name, Map<String, Long> capacities) {
        this(name, capacities, Set.of(), null);
    }

    /** The user's object in a file. */
    public ObjectSpec(String name, Path file) {
        this(name, Map.of(), Set.of(), file);
    }

    /** The bytes of all objects that the program brings. */
    static List<byte[]> ownElfs() throws BpfException {
        List<byte[]> found = new ArrayList<>();
        for (String each : OWN) {
            found.add(resource(each));
        }
        return found;
    }

    /** The bytes of the object. */
    public byte[] elf() throws BpfException {
        return file == null ? resource(name) : bytesOf(file);
    }

    /** The bytes of a user's object. */
    public static byte[] bytesOf(Path file) throws BpfException {
        // A pipe that nobody writes to would be waited for without end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BpfException("no file", Errno.EINVAL);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BpfException("more than %d bytes".formatted(MOST_BYTES), Errno.EINVAL);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BpfException("not found", Errno.ENOENT);
        } catch (IOException e) {
            throw new BpfException("cannot be read: " + e, Errno.EINVAL);
        }
    }

    private static byte[] resource(String name) throws BpfException {
        String resource = "/dev/forager/receivers/ebpf/bpf/" + name + ".bpf.o";
        try (InputStream in = ObjectSpec.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new BpfException("object: %s: not found".formatted(resource), Errno.ENOENT);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new BpfException("object: %s: %s".formatted(resource, e), Errno.EINVAL);
        }
    }
}
