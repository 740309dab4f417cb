// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kubeconfigs that lead to the servers of tests. */
public final class Kubeconfig {
    private Kubeconfig() {}

    /** Writes one for a server without TLS, such as {@code http://127.0.0.1:8001}. */
    public static Path write(Path file, String server, String token) throws IOException {
        return write(file, server, "", token);
    }

    /** Writes one for a server whose certificate {@code authority}, a file, has signed. */
    public static Path write(Path file, String server, Path authority, String token)
            throws IOException {
        return write(file, server, ", certificate-authority: \"" + authority + "\"", token);
    }

    private static Path write(Path file, String server, String trust, String token)
            throws IOException {
        return Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "%s"%s}}]
                users: [{name: test, user: {token: "%s"}}]
                """
                        .formatted(server, trust, token));
    }
}
