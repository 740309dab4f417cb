// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import java.util.regex.Pattern;

/** Targets that are named in files; Prometheus' {@code file_sd_config}. */
public record FileSdConfig(
        @Doc("Paths of JSON or YAML files; the last part may hold a `*`.") @Default("[]")
                List<String> files,
        @Doc("How often the files are read again; changes are seen within seconds.") @Default("5m")
                PromDuration refreshInterval) {
    private static final Pattern NAME =
            Pattern.compile("^[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)$");

    public FileSdConfig {
        require(
                !files.isEmpty(),
                "files",
                "file service discovery config must contain at least one path name");
        for (String file : files) {
            require(
                    NAME.matcher(file).matches(),
                    "files",
                    "path name \"%s\" is not valid for file discovery".formatted(file));
        }
    }
}
