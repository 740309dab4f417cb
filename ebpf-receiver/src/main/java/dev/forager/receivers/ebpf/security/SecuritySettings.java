// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.receivers.ebpf.process.ProcessFiles;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes what the programs must know: which process is this one, which files and which connects
 * matter. Joined with what another receiver has written: each judges what it gets. Stateless.
 */
final class SecuritySettings {
    private static final int CONNECT_EXTERNAL = 1;
    private static final int CONNECT_ALL = 2;

    private SecuritySettings() {}

    static void write(LoadedObject object, SecurityConfig config, Path proc) throws BpfException {
        BtfStruct layout = object.btf().struct("sec_config");
        var map = object.map("fg_sec_config");
        StructView present = map.lookup(new byte[4]);
        long before = present == null ? 0 : present.u32(layout.offset("connect", 4));
        long wanted =
                switch (config.connect()) {
                    case ALL -> CONNECT_ALL;
                    case EXTERNAL -> CONNECT_EXTERNAL;
                    case NONE -> 0;
                };
        map.put(
                new byte[4],
                layout.bytes()
                        .put("self", ProcessFiles.self(proc))
                        .put("connect", Math.max(before, wanted))
                        .toArray());
        var files = object.map("fg_sec_files");
        for (String each : config.files()) {
            files.put(prefix(each), new byte[] {1});
        }
    }

    /** A folder matches what begins with it; a file, with the NUL behind it, only itself. */
    static byte[] prefix(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int bytes = path.endsWith("/") ? name.length : name.length + 1;
        return ByteBuffer.allocate(4 + SecurityConfig.NAME_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes * 8)
                .put(name)
                .array();
    }
}
