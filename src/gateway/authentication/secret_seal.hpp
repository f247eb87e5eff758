#pragma once

#include "outcry/gateway/secret_seal.hpp"
