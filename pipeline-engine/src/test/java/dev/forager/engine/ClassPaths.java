// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Set;

/** Class paths of other processes and compilers: the test's own may be hidden in a launcher. */
final class ClassPaths {
    private ClassPaths() {}

    /** Where these classes were loaded from. */
    static String of(Class<?>... classes) throws URISyntaxException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : classes) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            places.add(Path.of(source.getLocation().toURI()).toString());
        }
        return String.join(File.pathSeparator, places);
    }
}
