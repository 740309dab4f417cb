// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.PlainYaml;
import java.util.List;
import java.util.Map;

/** Targets that have labels in common. */
@PlainYaml
public record StaticConfig(
        @Doc("Host and port of each target.") @Default("[]") List<String> targets,
        @Doc("Labels of all of them.") @Default("{}") Map<String, String> labels) {}
