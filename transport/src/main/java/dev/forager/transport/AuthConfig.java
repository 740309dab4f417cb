// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.OmitEmpty;
import java.util.List;

/** Which extension checks requests of a server or signs those of a client. */
@OmitEmpty
public record AuthConfig(
        @Doc("Id of the extension.") ComponentId authenticator,
        @Doc("Query parameters that the extension sees beside the headers (HTTP servers only).")
                @Default("[]")
                List<String> requestParams) {
    public AuthConfig {
        requestParams = List.copyOf(requestParams);
    }
}
