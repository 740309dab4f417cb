// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.AuthenticationException;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.ServerAuthenticator;
import dev.forager.transport.credentials.CredentialsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Checks what callers show against an htpasswd text. Thread-safe. */
final class BasicAuthServer implements Extension, ServerAuthenticator {
    private static final String SCHEME = "Basic ";

    private final String inline;
    private final Logger logger;
    private final @Nullable CredentialsFile<Users> file;
    private final Users inlineUsers;

    BasicAuthServer(BasicAuthConfig.Htpasswd config, ExtensionSettings settings) {
        inline = config.inline().reveal();
        logger = settings.logger();
        inlineUsers = Users.parse(inline, logger);
        file =
                config.file().isEmpty()
                        ? null
                        : new CredentialsFile<>(
                                Path.of(config.file()), this::parse, settings.clock(), logger);
    }

    /** The inline lines come last and win. */
    private Users parse(String text) {
        return Users.parse(text + "\n" + inline, logger);
    }

    @Override
    public void start(Host host) throws IOException {
        if (file != null) {
            file.load();
        }
    }

    @Override
    public AuthResult authenticate(Metadata headers) throws AuthenticationException {
        List<String> values = headers.get("authorization");
        if (values.isEmpty() || values.getFirst().isEmpty()) {
            throw new AuthenticationException("no basic auth provided");
        }
        String encoded = encoded(values.getFirst());
        String decoded = decoded(encoded);
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw new AuthenticationException("invalid authorization format");
        }
        String user = decoded.substring(0, colon);
        if (!users().matches(user, decoded.substring(colon + 1))) {
            throw new AuthenticationException("invalid credentials");
        }
        return new AuthResult(Map.of("username", user, "raw", encoded));
    }

    private Users users() {
        Users now = file == null ? inlineUsers : file.value();
        return now == null ? inlineUsers : now;
    }

    private static String encoded(String header) throws AuthenticationException {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new AuthenticationException("invalid authorization scheme prefix");
        }
        return header.substring(SCHEME.length());
    }

    private static String decoded(String encoded) throws AuthenticationException {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AuthenticationException("invalid authorization format");
        }
    }
}
