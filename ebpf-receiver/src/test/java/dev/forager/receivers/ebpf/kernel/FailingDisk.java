// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk whose first MiB can be read while all behind it fails: a loop device whose file was cut
 * after it was set up. Confined to one thread.
 */
final class FailingDisk implements AutoCloseable {
    private static final int WHOLE = 4 << 20;
    private static final int GOOD = 1 << 20;

    private final Path file;
    private final String device;

    private FailingDisk(Path file, String device) {
        this.file = file;
        this.device = device;
    }

    /** A new one; a test is skipped where none can be made. */
    static FailingDisk make() throws IOException, InterruptedException {
        Path file = Files.createTempFile(Path.of("").toAbsolutePath(), "disk", ".img");
        Files.write(file, new byte[WHOLE]);
        Process setup = new ProcessBuilder("losetup", "-f", "--show", file.toString()).start();
        String device =
                new String(setup.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (setup.waitFor() != 0) {
            Files.delete(file);
        }
        Assumptions.assumeTrue(setup.exitValue() == 0, "no loop device can be made here");
        var disk = new FailingDisk(file, device);
        Files.write(file, new byte[GOOD]);
        return disk;
    }

    /** Its name, without the folder. */
    String name() {
        return device.substring(device.lastIndexOf('/') + 1);
    }

    /** A command that reads a block of 4 KiB that is there, and another one that is not. */
    String readBoth() {
        String dd =
                "dd if=%s of=/dev/null bs=4096 count=1 iflag=direct status=none ".formatted(device);
        return dd + "&& ! " + dd + "skip=512 2>/dev/null";
    }

    @Override
    public void close() throws IOException {
        Process end = new ProcessBuilder("losetup", "-d", device).start();
        int _ = end.onExit().join().exitValue();
        Files.delete(file);
    }
}
