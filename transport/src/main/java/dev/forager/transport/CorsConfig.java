// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.OmitEmpty;
import java.util.List;

/**
 * Which web pages may send (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS</a>).
 */
@OmitEmpty
public record CorsConfig(
        @Doc(
                        "Origins that may send, with `*` inside for any text; without any, browsers of other origins are refused.")
                @Default("[]")
                List<String> allowedOrigins,
        @Doc(
                        "Request headers allowed beside the safelisted ones, Content-Type and X-Requested-With.")
                @Default("[]")
                List<String> allowedHeaders,
        @Doc("Response headers that scripts may read.") @Default("[]") List<String> exposedHeaders,
        @Doc("Seconds for which a browser may keep the answer to a preflight request.")
                @Default("0")
                @Min(0)
                int maxAge) {
    public CorsConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHeaders = List.copyOf(allowedHeaders);
        exposedHeaders = List.copyOf(exposedHeaders);
    }
}
