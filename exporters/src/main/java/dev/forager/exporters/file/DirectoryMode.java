// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import static dev.forager.pipeline.config.Validation.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Makes directories with permissions that are written in octal. */
final class DirectoryMode {
    private static final int DEFAULT = 0755;
    private static final int ALL = 0777;

    /** Highest bit first: the order of the enum is owner, group, others. */
    private static final PosixFilePermission[] BITS = PosixFilePermission.values();

    private DirectoryMode() {}

    /** Refuses what is no octal mode of nine bits; empty stands for the default. */
    static void check(String octal) {
        require(
                octal.isEmpty() || octal.matches("[0-7]{1,9}"),
                "directory_permissions",
                "directory_permissions value must be a valid octal representation");
        require(
                (parse(octal) & ~ALL) == 0,
                "directory_permissions",
                "directory_permissions contain invalid bits for file access");
    }

    /** Makes {@code directory} and its parents where they are missing. */
    static void create(Path directory, String octal) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(permissions(parse(octal))));
    }

    private static int parse(String octal) {
        return octal.isEmpty() ? DEFAULT : Integer.parseInt(octal, 8);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode >> (BITS.length - 1 - i) & 1) == 1) {
                permissions.add(BITS[i]);
            }
        }
        return permissions;
    }
}
