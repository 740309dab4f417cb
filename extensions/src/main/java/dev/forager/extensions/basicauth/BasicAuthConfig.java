// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Secret;
import org.jspecify.annotations.Nullable;

/** Either who may call, or as whom to call. */
public record BasicAuthConfig(
        @Doc("The users that may call.") @Nullable Htpasswd htpasswd,
        @Doc("The user as whom servers are called.") @Nullable ClientAuth clientAuth) {
    public BasicAuthConfig {
        require(
                htpasswd == null || clientAuth == null,
                "only one of `htpasswd` or `client_auth` can be specified");
        require(htpasswd != null || clientAuth != null, "no credential source provided");
    }

    /** Users and their passwords, in the format of Apache's htpasswd. */
    public record Htpasswd(
            @Doc("File of lines `user:hash`; read again when it changes.") @Default("''")
                    String file,
            @Doc("Such lines; they win over those of the file.") @Default("''") Secret inline) {
        public Htpasswd {
            require(!file.isEmpty() || !inline.isEmpty(), "no credential source provided");
        }
    }

    /** One user and its password. */
    public record ClientAuth(
            @Doc("The user name.") @Default("''") String username,
            @Doc("File with the user name; wins over `username`, read again when it changes.")
                    @Default("''")
                    String usernameFile,
            @Doc("The password.") @Default("''") Secret password,
            @Doc("File with the password; wins over `password`, read again when it changes.")
                    @Default("''")
                    String passwordFile) {
        public ClientAuth {
            require(
                    username.indexOf(':') < 0,
                    "username",
                    "invalid authorization format: a user name holds no colon");
        }
    }
}
