// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A compiled object that the program brings. Immutable.
 *
 * @param name of the file without its ending, such as {@code net}
 * @param capacities entries of those maps whose capacity is configured
 */
public record ObjectSpec(String name, Map<String, Long> capacities) {
    /** Copies the map. */
    public ObjectSpec {
        capacities = Map.copyOf(capacities);
    }

    /** The bytes of the object. */
    public byte[] elf() throws BpfException {
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
